/** An SFTP server on this machine with one directory, /in, as an agency might keep it; it follows what a test puts there. */
import { createHash } from 'node:crypto'
import ssh2, { type Connection, type SFTPWrapper } from 'ssh2'

const { Server, utils } = ssh2
const { STATUS_CODE } = utils.sftp

export interface RemoteFile {
  readonly content: string | Buffer
  /** Seconds since 1970. */
  readonly mtime: number
  /** It is a symbolic link to this path. */
  readonly link?: string
}

export interface SftpServer {
  readonly port: number
  /** The fingerprint of its host key. */
  readonly hostKey: string
  /** What lies in /in, by name. */
  readonly files: Map<string, RemoteFile>
  /** Called before each part of a file is sent; false breaks the connection. */
  onRead: (name: string, offset: number) => boolean
  readonly clientKey: string
  close(): Promise<void>
}

const FILE = 0o100644
const LINK = 0o120777
const FOLDER = 0o040755
const LIST_AT_ONCE = 3

/** Starts a server that lets in the user `agency` with the password `open sesame` or the key `clientKey`. */
export async function serveSftp(): Promise<SftpServer> {
  // Of the keys of Ed25519 that ssh2 makes one in three hundred cannot be read by ssh2 itself.
  const host = utils.generateKeyPairSync('ecdsa', { bits: 256 })
  const client = utils.generateKeyPairSync('ecdsa', { bits: 256 })
  const known = utils.parseKey(client.public)
  const key = utils.parseKey(host.public)
  if (known instanceof Error || key instanceof Error) throw new Error('the keys cannot be read')
  const connections = new Set<Connection>()
  const files = new Map<string, RemoteFile>()
  const server = new Server({ hostKeys: [host.private] }, (connection) => {
    connections.add(connection)
    connection.on('error', () => {})
    connection.on('close', () => connections.delete(connection))
    connection.on('authentication', (context) => {
      if (context.username !== 'agency') return context.reject()
      if (context.method === 'password' && context.password === 'open sesame') return context.accept()
      if (context.method !== 'publickey' || !context.key.data.equals(known.getPublicSSH())) return context.reject()
      if (context.signature === undefined || context.blob === undefined) return context.accept()
      return known.verify(context.blob, context.signature, context.hashAlgo) === true
        ? context.accept()
        : context.reject()
    })
    connection.on('ready', () =>
      connection.on('session', (accept) =>
        accept().on('sftp', (begin) => answer(begin(), running, () => connection.end())),
      ),
    )
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const running: SftpServer = {
    port: portOf(server.address()),
    hostKey: `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`,
    files,
    onRead: () => true,
    clientKey: client.private,
    close: () =>
      new Promise((settle) => {
        for (const connection of connections) connection.end()
        server.close(() => settle())
      }),
  }
  return running
}

function portOf(address: unknown): number {
  if (typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number')
    return address.port
  throw new Error('the server has no port')
}

function answer(sftp: SFTPWrapper, server: SftpServer, end: () => void): void {
  const { files } = server
  const handles: { path: string; listed: number }[] = []
  const opened = (path: string): Buffer => Buffer.from([handles.push({ path, listed: 0 }) - 1])
  const fileAt = (path: string): RemoteFile | undefined => files.get(path.replace(/^\/in\//, ''))
  sftp.on('REALPATH', (id, path) => {
    const real = path.startsWith('/') ? path : `/${path}`
    const filename = fileAt(real)?.link ?? real
    sftp.name(id, [{ filename, longname: filename, attrs: attrsOf(undefined, FOLDER) }])
  })
  sftp.on('OPENDIR', (id, path) =>
    path === '/in' ? sftp.handle(id, opened(path)) : sftp.status(id, STATUS_CODE.NO_SUCH_FILE),
  )
  sftp.on('READDIR', (id, handle) => {
    const open = handles[handle[0] ?? 0]
    const part = [...files].slice(open?.listed, (open?.listed ?? 0) + LIST_AT_ONCE)
    if (open === undefined || part.length === 0) return sftp.status(id, STATUS_CODE.EOF)
    open.listed += part.length
    sftp.name(
      id,
      part.map(([filename, file]) => ({ filename, longname: filename, attrs: attrsOf(file) })),
    )
  })
  sftp.on('LSTAT', (id, path) => {
    const file = fileAt(path)
    if (file === undefined) sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
    else sftp.attrs(id, attrsOf(file))
  })
  sftp.on('FSTAT', (id, handle) => sftp.attrs(id, attrsOf(fileAt(handles[handle[0] ?? 0]?.path ?? ''))))
  sftp.on('OPEN', (id, path) => {
    if (fileAt(path) === undefined) sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
    else sftp.handle(id, opened(path))
  })
  sftp.on('READ', (id, handle, offset, length) => {
    const path = handles[handle[0] ?? 0]?.path ?? ''
    const part = Buffer.from(fileAt(path)?.content ?? '').subarray(offset, offset + length)
    if (!server.onRead(path.replace(/^\/in\//, ''), offset)) return end()
    if (part.length === 0) sftp.status(id, STATUS_CODE.EOF)
    else sftp.data(id, part)
  })
  sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK))
}

function attrsOf(file: RemoteFile | undefined, kind = file?.link === undefined ? FILE : LINK) {
  const mtime = file?.mtime ?? 0
  return { mode: kind, uid: 0, gid: 0, size: Buffer.from(file?.content ?? '').length, atime: mtime, mtime }
}
