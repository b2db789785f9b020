/** Named queries: the format of their files, what is bound and what is left alone, and the values that are taken. */
import { describe, expect, it } from 'vitest'
import { LedgerError } from '../../core/errors.js'
import { namedQueries } from '../../warehouse/queries.js'
import { parameterText, parseQuery, valuesOf } from '../../warehouse/query_file.js'

const HEADER =
  '-- Which entities?\n-- :region text = null  where\n-- :limit int = 20  how many\n-- :since date  from when\n'
const BODY = 'select 1 where :region is null and d > :since limit :limit'

/** The statement that a body with one text parameter `a` becomes. */
const bound = (body: string): string => parseQuery('q', `-- What?\n-- :a text = null  it\n${body}`).text

describe('a query file', () => {
  it('says its question and its parameters', () => {
    const query = parseQuery('q', `${HEADER}${BODY};\n`)
    expect(query.question).toBe('Which entities?')
    expect(query.parameters.map(parameterText)).toEqual(['region text = null', 'limit int = 20', 'since date'])
    expect(query.text).toBe('select 1 where $1::text is null and d > $3::date limit $2::int')
  })

  it.each([
    ['a cast', 'select :a, b::text', 'select $1::text, b::text'],
    ['a parameter that is cast', 'select :a::date', 'select $1::text::date'],
    ['a string', "select ':a' || :a || 'it''s :a'", "select ':a' || $1::text || 'it''s :a'"],
    ['a quoted name', 'select :a as ":a"', 'select $1::text as ":a"'],
    ['a comment', 'select :a -- not :a\n/* nor :a */', 'select $1::text -- not :a\n/* nor :a */'],
    ['a dollar quote', 'select :a, $x$ :a $x$', 'select $1::text, $x$ :a $x$'],
    ['a slice', 'select :a, b[1:2], (c)[d:a]', 'select $1::text, b[1:2], (c)[d:a]'],
    ['the same one twice', 'select :a, :a', 'select $1::text, $1::text'],
  ])('binds names and leaves alone %s', (_what, body, text) => {
    expect(bound(body)).toBe(text)
  })

  it.each([
    ['no question', 'select 1'],
    ['a comment that is no question', '-- Everything.\nselect 1'],
    ['a type that is none', '-- What?\n-- :a string  it\nselect :a'],
    ['a parameter that is not used', '-- What?\n-- :a text  it\nselect 1'],
    ['a parameter that is not declared', '-- What?\nselect :a'],
  ])('is refused with %s', (_what, file) => {
    expect(() => parseQuery('q', file)).toThrow(/sql\/queries\/q\.sql/)
  })

  it('of the project is well formed, each of them', () => {
    const queries = namedQueries()
    expect(queries.length).toBeGreaterThanOrEqual(10)
    for (const { text } of queries) expect(text).not.toMatch(/\bstore\.|\braw\.|\btopic\./)
  })
})

describe('the values of a query', () => {
  const query = parseQuery('q', `${HEADER}${BODY}`)
  const values = (given: Record<string, string>) => valuesOf(query, given, '2024-05-06')

  it('are those given, in order, and the defaults', () => {
    expect(values({ since: '2024-02-29' })).toEqual([null, '20', '2024-02-29'])
    expect(values({ since: 'today', region: "'; drop", limit: '5' })).toEqual(["'; drop", '5', '2024-05-06'])
  })

  it.each([
    ['a missing one', {}, 'since'],
    ['an unknown one', { since: 'today', regoin: '44' }, 'regoin'],
    ['one that is no number', { since: 'today', limit: 'ten' }, 'limit'],
    ['a day that does not exist', { since: '2023-02-29' }, 'since'],
  ])('are refused for %s', (_what, given, name) => {
    const thrown = (() => {
      try {
        return values(given)
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(LedgerError)
    if (!(thrown instanceof LedgerError)) return
    expect(thrown.code).toBe('query_invalid')
    expect(thrown.message).toContain(name)
    expect(thrown.hint).toContain('limit int = 20')
  })
})
