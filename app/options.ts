/** Values of options as they come from the command line, checked. */
import { LedgerError } from '../core/errors.js'
import { didYouMean } from '../core/nearest.js'

type Options = Readonly<Record<string, unknown>>

/** A text option; undefined when it was not given. */
export function textOption(options: Options, name: string): string | undefined {
  const value = options[name]
  return value === undefined ? undefined : String(value)
}

/** A day as ISO text; undefined when it was not given. Throws LedgerError usage for anything that is no day. */
export function dayOption(options: Options, name: string, flag: string): string | undefined {
  const value = textOption(options, name)
  if (value === undefined) return undefined
  const day = new Date(`${value}T00:00:00Z`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value))
    return value
  throw new LedgerError('usage', `${flag} '${value}' is no day`, `Write it as in ${flag} 2024-03-31.`)
}

/** A whole number, not below `least`. Throws LedgerError usage. */
export function countOption(options: Options, name: string, flag: string, least = 1): number | undefined {
  const value = textOption(options, name)
  return value === undefined ? undefined : wholeNumber(value, flag, least)
}

/** A whole number from text; `what` names it in the error. Throws LedgerError usage. */
export function wholeNumber(text: string, what: string, least = 1): number {
  if (/^\d{1,15}$/.test(text) && Number(text) >= least) return Number(text)
  throw new LedgerError(
    'usage',
    `${what} '${text}' is no whole number from ${least} on`,
    `Give a number, such as ${Math.max(least, 20)}.`,
  )
}

/** The action that a command with several was given. Throws LedgerError usage with the likeliest one. */
export function actionOf<T extends string>(verb: string, given: string | undefined, actions: readonly [T, ...T[]]): T {
  if (given === undefined) return actions[0]
  const action = actions.find((known) => known === given)
  if (action !== undefined) return action
  throw new LedgerError(
    'usage',
    `\`riskledger ${verb}\` has no '${given}'`,
    `${didYouMean(given, actions)}It has ${actions.join(', ')}; \`riskledger ${verb} --help\` tells more.`,
  )
}

/** The operand that an action needs. Throws LedgerError usage when it is missing. */
export function needed(operand: string | undefined, what: string, example: string): string {
  if (operand !== undefined && operand !== '') return operand
  throw new LedgerError('usage', `${what} is missing`, `As in \`riskledger ${example}\`.`)
}
