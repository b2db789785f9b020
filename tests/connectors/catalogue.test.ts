/** docs/connectors.md is what the declarations make it; with -u it is written anew. */
import { expect, it } from 'vitest'
import { catalogueOf } from '../../app/catalogue.js'
import { catalogueMarkdown, REWRITE } from '../../app/catalogue_markdown.js'
import { loadConnector } from '../../pipelines/registry.js'

it(`docs/connectors.md follows the declarations; \`${REWRITE}\` writes it anew`, async () => {
  await expect(await catalogueMarkdown()).toMatchFileSnapshot('../../docs/connectors.md')
})

it('a page tells which field of a record each column says, and masks personal cells', async () => {
  const { columns, personal, sample } = await catalogueOf(await loadConnector('cn_credit_penalty'))
  const said = new Map(columns.map(({ column, fields }) => [column, fields]))
  expect(said.get('CF_XDR_MC')).toEqual(['parties.name'])
  expect(said.get('CF_NR_FK')).toEqual(['currency', 'fine_amount'])
  expect(said.get('CF_JDRQ')).toEqual(['decided_on', 'valid_from'])
  expect(columns.filter(({ fields }) => fields.length === 0)).toEqual([])
  expect(personal).toEqual(['CF_FR_ZJHM', 'CF_XDR_ZJHM'])
  expect(sample).toHaveLength(3)
})
