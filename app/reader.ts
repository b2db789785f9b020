/**
 * Who reads what we print may go before the end, as `head` does. Other tools are ended by SIGPIPE then, which Node ignores: a write fails with EPIPE instead,
 * as an error that would end the process with a stack. Nothing is wrong, though: what is under way goes on to its end and its exit code, unread.
 */

/** Watches stdout and stderr from now on. The signal is aborted when a write to stdout found its reader gone. */
export function watchReader(): AbortSignal {
  const gone = new AbortController()
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    quiet(error)
    gone.abort()
  })
  process.stderr.on('error', quiet)
  return gone.signal
}

/** Anything else, such as a full disk, is told as ever. */
function quiet(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
