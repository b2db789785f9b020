/** Who sits here, as far as the operating system knows. */
import { userInfo } from 'node:os'

/** The login's name; in a container whose user has none, its number. */
export function login(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
