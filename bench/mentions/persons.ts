/** Mentions of persons with the errors that typists make: letters changed, swapped or left out, names shortened or exchanged, values missing. */
import { Random } from '../fuzz/random.js'

export const PERSON_COLUMNS = ['id', 'source', 'first_name', 'surname', 'dob', 'city', 'email'] as const
export const PERSON_MAPPING = `kind: person
id: id
source: source
columns:
  given_name: first_name
  family_name: surname
  birth_date: dob
  city: city
  email: email
`

const GIVEN =
  'Oliver George Harry Noah Jack Leo Arthur Muhammad Oscar Charlie Robert William James Thomas Joseph Samuel Daniel Edward Alexander Benjamin Lucas Henry Isaac Max Logan Ethan Adam Ryan Dylan Nathan Olivia Amelia Isla Ava Mia Ivy Lily Isabella Rosie Sophia Grace Freya Willow Florence Emily Charlotte Evie Elsie Poppy Daisy Phoebe Matilda Alice Sienna Ruby Harriet Maisie Eliza Margaret Elizabeth'.split(
    ' ',
  )
const FAMILY =
  'Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Hughes Edwards Khan Lewis Harris Clark Cooper King Lee Martin Turner Hill Ward Baker Harrison Morris Allen Scott Watson Parker Bennett Young Cook'.split(
    ' ',
  )
const SYLLABLES =
  'bar ben cal can dor dun el far fen gal gar hal han ing kel ken lan lin mar mor nor par pen ral ren sal sel ter tor val wen wil'.split(
    ' ',
  )
const ENDS = 'ton son by ley man well er ford wood field ham'.split(' ')
const CITIES =
  'London Birmingham Leeds Glasgow Sheffield Bradford Liverpool Edinburgh Manchester Bristol Wakefield Cardiff Coventry Nottingham Leicester Sunderland Belfast Newcastle Brighton Hull Plymouth Stoke Wolverhampton Derby Swansea'.split(
    ' ',
  )
const HOSTS = 'smith.net hotmail.com gmail.com yahoo.co.uk jones.info brown.biz wood.org mail.com'.split(' ')

function personOf(number: number, seed: number): string[] {
  const own = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  const made = () => {
    const text = own.pick(SYLLABLES) + (own.unit() < 0.4 ? own.pick(SYLLABLES) : '') + own.pick(ENDS)
    return text.charAt(0).toUpperCase() + text.slice(1)
  }
  const [given, family] = [own.pick(GIVEN), own.unit() < 0.4 ? own.pick(FAMILY) : made()]
  const born = new Date(Date.UTC(1930, 0, 1) + own.below(29_000) * 86_400_000).toISOString().slice(0, 10)
  const email = `${given.toLowerCase()}${own.unit() < 0.5 ? own.below(1000) : `.${family.toLowerCase()}${own.below(100)}`}@${own.pick(HOSTS)}`
  return [given, family, born, own.pick(CITIES), email]
}

/** A letter changed, swapped with the next, or left out. */
function mistyped(text: string, next: Random): string {
  if (text.length < 2) return text
  const at = next.below(text.length - 1)
  const turn = next.unit()
  if (turn < 0.4)
    return (
      text.slice(0, at) +
      String.fromCharCode((/\d/.test(text.charAt(at)) ? 48 : 97) + next.below(10)) +
      text.slice(at + 1)
    )
  if (turn < 0.7) return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2)
  return text.slice(0, at) + text.slice(at + 1)
}

/** So many mentions of persons, a few for each, with the person that each means. */
export function* persons(count: number, seed: number): Generator<{ cells: readonly string[]; cluster: string }> {
  const next = new Random(seed)
  let [number, left] = [-1, 0]
  let person: string[] = []
  for (let at = 0; at < count; at++) {
    if (left-- === 0) {
      person = personOf(++number, seed)
      left = next.below(5)
    }
    const cells = person.map((text) => (next.unit() < 0.12 ? '' : next.unit() < 0.1 ? mistyped(text, next) : text))
    if (next.unit() < 0.02) [cells[0], cells[1]] = [cells[1] ?? '', cells[0] ?? '']
    yield { cells: [String(at), 'x', ...cells], cluster: String(number) }
  }
}
