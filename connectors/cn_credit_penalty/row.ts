/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import type { MEASURES } from '../../schemas/kinds/decisions.js'
import type { Signal } from '../../schemas/outcome.js'
import type { Party } from '../../schemas/party.js'
import {
  meaningOf,
  optionalDate,
  optionalMoney,
  optionalText,
  requiredDate,
  requiredText,
} from '../../schemas/values.js'
import { KINDS_OF_PENALTY } from './layout.js'

export const row = z.strictObject({
  CF_XDR_MC: requiredText,
  CF_XDR_LB: requiredText,
  CF_XDR_SHXYM: optionalText,
  CF_XDR_GSZC: optionalText,
  CF_XDR_ZZJG: optionalText,
  CF_XDR_SWDJ: optionalText,
  CF_XDR_SYDW: optionalText,
  CF_XDR_SHZZ: optionalText,
  CF_XDR_ZJHM: optionalText,
  CF_WSH: requiredText,
  CF_WFXW: optionalText,
  CF_SY: optionalText,
  CF_YJ: optionalText,
  CF_CFLB: optionalText,
  CF_NR: optionalText,
  CF_NR_FK: optionalMoney(4),
  CF_NR_WFFF: optionalMoney(4),
  CF_JDRQ: requiredDate,
  CF_YXQ: optionalDate,
  CF_GSJZQ: optionalDate,
  CF_CFJG: requiredText,
  CF_CFJGDM: optionalText,
})

type Found = z.infer<typeof row>

export const CATEGORIES: Readonly<Record<string, Party['kind']>> = {
  法人及非法人组织: 'organisation',
  自然人: 'person',
  个体工商户: 'sole_trader',
}

export function measuresOf(kinds: string | null): { measures: (typeof MEASURES)[number][]; signals: Signal[] } {
  const parts = (kinds ?? '')
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const signals = parts
    .filter((part) => meaningOf(KINDS_OF_PENALTY, part) === undefined)
    .map((value): Signal => ({ code: 'value_unknown', field: 'CF_CFLB', value }))
  return { measures: [...new Set(parts.map((part) => meaningOf(KINDS_OF_PENALTY, part) ?? 'other'))], signals }
}

export function flagsOf(found: Found, party: Party): string[] {
  const flags = party.identifiers
    .filter(({ check }) => check === 'failed')
    .map(({ scheme }) => `check_failed:${scheme}`)
  if (party.kind === 'organisation' && found.CF_XDR_SHXYM === null) flags.push('required_missing:CF_XDR_SHXYM')
  if (party.kind === 'organisation' && found.CF_XDR_SHXYM?.startsWith('92') === true)
    flags.push('category_mismatch:CF_XDR_LB')
  for (const column of ['CF_WFXW', 'CF_SY', 'CF_YJ', 'CF_CFLB', 'CF_NR'] as const)
    if (found[column] === null) flags.push(`required_missing:${column}`)
  return flags
}
