/** Pages from the web: every row of them once, an end that is really the end, and no page without end. */
import { describe, expect, it } from 'vitest'
import type { HttpDeclaration } from '../../../sources/network/declaration.js'
import { openHttp } from '../../../sources/places/http.js'
import { type Asked, json, type Reply, servers } from '../../support/http_server.js'
import { landAll, type Outcome } from '../../support/landing.js'

const start = servers()

interface Visit extends Outcome {
  /** The query of each request. */
  readonly queries: readonly string[]
  /** The rows of all pages, one after the other. */
  readonly rows: readonly unknown[]
}

async function visit(
  answer: (asked: Asked) => Reply,
  pages: HttpDeclaration['pages'],
  changes: Partial<HttpDeclaration> = {},
): Promise<Visit> {
  const server = await start(answer)
  const limits = { wait_seconds: 0.001, attempts: 2, ...changes.limits }
  const url = `${server.url}/rows.json`
  const declared = { url, insecure: true, inside: true, content: 'json', ...changes, limits } as const
  const outcome = await landAll(openHttp(pages === undefined ? declared : { ...declared, pages }))
  const rows = outcome.texts.flatMap((text): unknown[] => {
    const root: unknown = JSON.parse(text)
    if (Array.isArray(root)) return root
    return typeof root === 'object' && root !== null && 'rows' in root && Array.isArray(root.rows) ? root.rows : []
  })
  return { ...outcome, rows, queries: server.asked.map(({ url: { search } }) => decodeURIComponent(search)) }
}

const numbers = (count: number, from = 0): { n: number }[] =>
  Array.from({ length: Math.max(0, count) }, (_, index) => ({ n: from + index }))

/** A server of `total` rows that gives at most `cap` a page. */
const offsetServer =
  (total: number, cap = 1000, more: (end: number) => object = () => ({})) =>
  ({ url }: Asked): Reply => {
    const from = Number(url.searchParams.get('offset'))
    const rows = numbers(Math.min(Number(url.searchParams.get('limit')), cap, total - from), from)
    return json({ rows, ...more(from + rows.length) })
  }

const offset = { by: 'offset', parameter: 'offset', size: { parameter: 'limit', rows: 3 }, rows: ['rows'] } as const

describe('pages by offset', () => {
  it.each([0, 1, 2, 3, 4, 6, 7])('land every one of %i rows once', async (total) => {
    const { rows, error, landed } = await visit(offsetServer(total), offset)
    expect(error).toBeNull()
    expect(rows).toEqual(numbers(total))
    expect(landed.map(({ whole }) => whole === true)).toEqual(landed.map((_, index) => index === landed.length - 1))
  })

  it('end with the empty page and not with a short one, which may stand in the middle', async () => {
    const shortened = (asked: Asked) => offsetServer(9, asked.number === 2 ? 1 : 3)(asked)
    const { rows, error, queries } = await visit(shortened, offset)
    expect([rows, error]).toEqual([numbers(9), null])
    expect(queries.map((query) => query.split('=').at(-1))).toEqual(['0', '3', '4', '7', '9'])
  })

  it('that are smaller than asked for lose no rows', async () => {
    const { rows, error } = await visit(offsetServer(7, 2), offset)
    expect([rows, error]).toEqual([numbers(7), null])
  })

  it('end where the total is reached, and complain where it is not', async () => {
    const counted = { ...offset, total: ['total'] }
    const whole = await visit(
      offsetServer(6, 3, () => ({ total: 6 })),
      counted,
    )
    expect([whole.rows, whole.queries.length, whole.error]).toEqual([numbers(6), 2, null])
    const short = await visit(
      offsetServer(6, 3, () => ({ total: 9 })),
      counted,
    )
    expect(short.error).toMatchObject({ code: 'place_invalid' })
    expect(short.error?.message).toContain('ends after 6 rows, and says that there are 9')
    expect(
      short.landed.some(({ whole: end }) => end),
      'what is missing must not be withdrawn',
    ).toBe(false)
  })

  it('go on as long as the answer says that there is more', async () => {
    const more = { ...offset, more: ['more'] }
    const { rows, error } = await visit(
      offsetServer(7, 2, (end) => ({ more: end < 7 })),
      more,
    )
    expect([rows, error]).toEqual([numbers(7), null])
    const lying = await visit(() => json({ rows: [], more: true }), more)
    expect(lying.error).toMatchObject({ code: 'place_invalid' })
  })

  it.each([0, 1, 3, 5, 6])('that overlap land all of %i rows, and notice rows that moved', async (total) => {
    const overlapping = { ...offset, overlap: true }
    const { rows, error } = await visit(offsetServer(total), overlapping)
    expect(error).toBeNull()
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
      new Set(numbers(total).map((row) => JSON.stringify(row))),
    )
  })

  it('that overlap are refused when a row was taken out in front meanwhile', async () => {
    const moving = (asked: Asked): Reply => {
      const from = Number(asked.url.searchParams.get('offset'))
      return json({ rows: numbers(3, from + (asked.number > 1 ? 1 : 0)) })
    }
    const { error, landed } = await visit(moving, { ...offset, overlap: true })
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(error?.message).toContain('rows moved while they were read')
    expect(landed, 'what landed before stands').toHaveLength(1)
    expect(landed[0]?.cursor).toBeNull()
  })

  it('that repeat are refused', async () => {
    const { error } = await visit(() => json({ rows: numbers(3), at: 'another time each time' }), offset)
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(error?.message).toContain('the same page')
  })

  it('end with their limit, though each is new', async () => {
    const { error, landed } = await visit(offsetServer(1e6), offset, { limits: { pages: 5 } })
    expect(error).toMatchObject({ code: 'place_invalid', hint: expect.stringContaining('limits.pages') })
    expect(landed).toHaveLength(5)
  })

  it('end with the limit of all bytes together', async () => {
    const { error } = await visit(offsetServer(1e6), offset, { limits: { total_bytes: 200 } })
    expect(error).toMatchObject({ code: 'place_invalid', hint: expect.stringContaining('total_bytes') })
  })

  it('stand as far as they landed when the server fails, and the cursor does not move', async () => {
    const failing = (asked: Asked): Reply => (asked.number < 3 ? offsetServer(100)(asked) : { status: 503 })
    const { landed, rows, error } = await visit(failing, offset)
    expect(error).toMatchObject({ code: 'place_unreachable' })
    expect(rows).toEqual(numbers(6))
    expect(landed.every(({ cursor, whole }) => cursor === null && whole === undefined)).toBe(true)
  })

  it.each([
    ['no array', { rows: {} }, 'array of rows at rows'],
    ['an error with status 200', { error: { code: 498, message: 'Invalid token' } }, 'Invalid token'],
  ])('with %s are told', async (_what, body, shown) => {
    const { error } = await visit(() => json(body), offset, { error: ['error'] })
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(error?.message).toContain(shown)
  })

  it('of broken JSON are told', async () => {
    const { error } = await visit(() => ({ body: '{"rows":[{"n":1},' }), offset)
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(error?.message).toContain('not JSON')
  })
})

describe('pages by number', () => {
  const byNumber = { by: 'page', parameter: 'p', size: { parameter: 's', rows: 3 }, rows: ['rows'] } as const

  it.each([0, 3, 4, 6])('land every one of %i rows once', async (total) => {
    const { rows, error } = await visit(({ url }) => {
      const from = 3 * (Number(url.searchParams.get('p')) - 1)
      return json({ rows: numbers(Math.min(3, total - from), from) })
    }, byNumber)
    expect([rows, error]).toEqual([numbers(total), null])
  })
})

describe('pages by a mark', () => {
  const byMark = { by: 'cursor', parameter: 'after', next: ['next'], rows: ['rows'] } as const
  const marks = ['', 'b=', 'c', null] as const

  it('follow it to the end', async () => {
    const { rows, queries, error } = await visit(({ url }) => {
      const at = marks.findIndex((mark) => mark === (url.searchParams.get('after') ?? ''))
      return json({ rows: numbers(2, 2 * at), next: marks[at + 1] })
    }, byMark)
    expect([rows, queries, error]).toEqual([numbers(6), ['', '?after=b=', '?after=c'], null])
  })

  it.each([
    ['stands still', () => 'same'],
    ['goes in a circle', (number: number) => ['x', 'y'][number % 2]],
    ['is no mark', () => ({})],
    ['is a number that JSON does not hold', () => 2 ** 60],
  ])('that %s ends with an error', async (_what, next) => {
    const { error, queries } = await visit(
      ({ number }) => json({ rows: numbers(1, number), next: next(number) }),
      byMark,
    )
    expect(error).toMatchObject({ code: 'place_invalid' })
    expect(queries.length).toBeLessThan(4)
  })
})

describe('pages by link', () => {
  it('follow the Link header, and the limit is what the server says', async () => {
    const { rows, error, queries } = await visit(
      ({ url }) => {
        const at = Number(url.searchParams.get('skip') ?? 0)
        const link = `<${url.origin}/rows.json?skip=0>; rel="first", <${url.pathname}?skip=${at + 2}>; title="a,b"; rel="Next"`
        return json(numbers(2, at), at < 4 ? { link } : {})
      },
      { by: 'link', rows: [] },
    )
    expect([rows, error]).toEqual([numbers(6), null])
    expect(queries).toEqual(['', '?skip=2', '?skip=4'])
  })

  it.each([
    ['to another host', 'http://example.org/rows.json', 'place_unsafe'],
    ['inside', 'http://169.254.169.254/', 'place_unsafe'],
    ['to a file', 'file:///etc/passwd', 'place_unsafe'],
    ['back', '/rows.json', 'place_invalid'],
    ['nowhere', 'http://', 'place_invalid'],
  ])('that lead %s are not followed', async (_where, next, code) => {
    const { error, landed } = await visit(({ number }) => json({ rows: numbers(1, number), next }), {
      by: 'link',
      next: ['next'],
      rows: ['rows'],
    })
    expect(error).toMatchObject({ code })
    expect(landed, 'what landed before stands').toHaveLength(1)
  })
})

describe('an answer that means no rows', () => {
  const empty = { status: 404, path: ['error', 'message'], is: 'No matches found!' }
  const noMatches = { status: 404, body: '{"error":{"code":"NOT_FOUND","message":"No matches found!"}}' }

  it('is the end and no error, and another with its status is one', async () => {
    const none = await visit(() => noMatches, { by: 'link' }, { empty })
    expect([none.landed, none.error]).toEqual([[], null])
    const wrong = await visit(
      () => ({ status: 404, body: '{"error":{"message":"Not found"}}' }),
      { by: 'link' },
      { empty },
    )
    expect(wrong.error).toMatchObject({ code: 'place_refused' })
  })
})

describe('the cursor of pages', () => {
  it('is the latest change that landed, and a row from the future does not carry it there', async () => {
    const rows = [
      { at: '2026-03-09T01:00:00' },
      { at: '2099-01-01T00:00:00' },
      { at: '2026-03-08' },
      { at: 'soon' },
      {},
    ]
    const changes = { parameter: 'since', format: 'instant', from: '{since}', at: ['at'] } as const
    const { landed } = await visit(() => json({ rows }), { by: 'link', rows: ['rows'] }, { changes })
    expect(landed[0]?.cursor).toEqual({ changed_until: '2026-03-09T01:00:00.000Z' })
  })
})
