import { EXIT } from '../../core/errors.js'
import { allChecks, type Check } from '../checks.js'
import type { CommandModule } from '../command.js'

export const command: CommandModule = {
  about: 'Looks for what could keep riskledger from working, and says what to do about it.',
  declare: (command) =>
    void command.addHelpText('after', '\nExample:\n  riskledger doctor\n\nExit code 1 when a check fails.'),
  async run(context) {
    const checks = await allChecks(context)
    const failed = checks.filter((check) => check.state === 'fail').length
    context.output.result(
      { ok: failed === 0, checks },
      () =>
        `${checks.map(line).join('\n')}\n\n${failed === 0 ? 'All is well.' : `${failed} failed: do what stands behind each "next".`}`,
    )
    return failed > 0 ? EXIT.operatingError : EXIT.done
  },
}

function line({ check, state, found, next }: Check): string {
  return `${state.padEnd(4)}  ${check.padEnd(18)} ${found}${next === null ? '' : `\n${' '.repeat(25)}next: ${next}`}`
}
