/** docs/connectors.md, made from the declarations: the catalogue for people who read it without a checkout. */

import { loadConnectors } from '../pipelines/registry.js'
import { catalogueOf, factsOfPage, type Page } from './catalogue.js'

/** The command that writes docs/connectors.md anew. */
export const REWRITE = 'npx vitest run tests/connectors/catalogue.test.ts -u'

const OPENING = `# Connectors

What each connector declares and what its sample shows, in the order of their ids. This page is made from the declarations: change those, then
\`${REWRITE}\` writes it anew. Figures of the bundled rows are held by \`tests/connectors/bundled.test.ts\`; \`sample.md\` in
each folder says which rows of its sample are made up. [add-an-agency.md](add-an-agency.md) tells how to add one.`

/** The text of docs/connectors.md. */
export async function catalogueMarkdown(): Promise<string> {
  const pages = await Promise.all((await loadConnectors()).map((loaded) => catalogueOf(loaded)))
  return `${[OPENING, ...pages.map(section)].join('\n\n')}\n`
}

function section(page: Page): string {
  return [
    `## \`${page.id}\``,
    `${cellText(page.title)}.`,
    factsOfPage(page)
      .map(([name, value]) => `- ${capital(name)}: ${value}`)
      .join('\n'),
    ...(page.notes.length === 0 ? [] : [`Worth knowing:\n\n${page.notes.map((note) => `- ${note}`).join('\n')}`]),
    rows(
      ['column', 'type', 'ledger field'],
      page.columns.map(({ column, type, required, fields, personal }) => [
        code(column),
        `${type}${required ? ', needed' : ''}${personal ? ', personal' : ''}`,
        fields.map(code).join(', ') || '–',
      ]),
    ),
    page.ignored.length === 0
      ? 'No column is ignored.'
      : rows(
          ['column', 'why it is ignored'],
          page.ignored.map(({ column, reason, personal }) => [
            code(column),
            `${cellText(reason)}${personal ? ' (personal)' : ''}`,
          ]),
        ),
  ].join('\n\n')
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const cellText = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
const code = (text: string) => `\`${cellText(text).replaceAll('`', "'")}\``

function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n')
}
