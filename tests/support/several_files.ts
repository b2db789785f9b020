/** Files of one connector that say much of the same parties: versions, shared identifiers, ambiguous names. */
export function severalFiles(files: number, rows: number): string[] {
  return Array.from({ length: files }, (_, file) => {
    const lines = Array.from({ length: rows }, (_, row) => {
      const n = (row * 7 + file * 13) % (rows * 2)
      const uscc = n % 3 === 0 ? `91310000${String(n % 40).padStart(10, '0')}` : ''
      const org = n % 5 === 0 ? `ORG${n % 25}` : ''
      return `k${n},公司${n % 60},310100,${uscc},${org},${(n + file) % 90},,,`
    })
    return `key,name,region,uscc,org,fine,updated,revoked,secret\n${lines.join('\n')}\n`
  })
}
