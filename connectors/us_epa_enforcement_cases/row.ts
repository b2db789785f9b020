/**
 * The rows of this data set: their columns, and what their cells mean. Columns as the EPA describes them in the "ICIS-FE&C Download Summary and
 * Data Element Dictionary" (echo.epa.gov/tools/data-downloads/icis-fec-download-summary).
 */
import { z } from 'zod'
import { optionalMoney, optionalText, optionalUsDate, requiredText } from '../../schemas/values.js'

/**
 * What became of a case, as far as it says whether there is a penalty. `dropped` are the resolutions that the EPA itself counts as no
 * conclusion ("Enforcement Action Resolution Types Which Do Not Count as Enforcement Conclusions", ICIS help desk). The EPA publishes no
 * list of the others (there are some thirty): one that is not here is never guessed.
 */
export const OUTCOMES: Readonly<Record<string, 'penalty' | 'no_penalty' | 'dropped'>> = {
  'Final Order With Penalty': 'penalty',
  'Final Order With Specified Cost Recovery': 'no_penalty',
  'Final Order No Penalty': 'no_penalty',
  'Unilateral Administrative Order Without Adjudication': 'no_penalty',
  'Combined with Another Case': 'dropped',
  'DOJ Declined': 'dropped',
  'EPA Did Not Pursue': 'dropped',
  'EPA HQ Declined to Refer': 'dropped',
  'Superseded by Another Enforcement Action': 'dropped',
  'US Attorney Declined': 'dropped',
  'Voluntarily Dismissed After Filing': 'dropped',
  'Withdrawn by EPA HQ': 'dropped',
  'Withdrawn by Region/State': 'dropped',
  'Withdrawn: Deferred to State': 'dropped',
}

/** The state of a case whose day is that of its final order; the day of any other state is not. */
export const FINAL_ORDER_ISSUED = 'FOI'

export const row = z.strictObject({
  ACTIVITY_ID: requiredText,
  STATE_CODE: optionalText,
  CASE_NUMBER: requiredText,
  CASE_NAME: requiredText,
  ACTIVITY_STATUS_CODE: optionalText,
  ACTIVITY_STATUS_DESC: optionalText,
  ACTIVITY_STATUS_DATE: optionalUsDate,
  LEAD: optionalText,
  ENF_OUTCOME_DESC: optionalText,
  TOTAL_PENALTY_ASSESSED_AMT: optionalMoney(0),
  ENF_SUMMARY_TEXT: optionalText,
})

export const IGNORED = {
  ACTIVITY_NAME: 'the case name again',
  REGION_CODE: 'the office of the EPA; the case number of a federal case begins with it',
  FISCAL_YEAR: 'the year of the budget in which the case was begun',
  ACTIVITY_TYPE_CODE: 'administrative or judicial; a penalty has no field for it',
  ACTIVITY_TYPE_DESC: 'administrative or judicial; a penalty has no field for it',
  CASE_STATUS_DATE: 'the day of the state of the case; that of its last activity is read',
  DOJ_DOCKET_NMBR: 'number at the Department of Justice; the case number is read',
  ENF_OUTCOME_CODE: 'code of the outcome, whose words are read',
  TOTAL_COST_RECOVERY_AMT: 'what the EPA gets back for a cleanup, which is no penalty',
  TOTAL_COMP_ACTION_AMT: 'what compliance costs the party, which is no penalty',
  HQ_DIVISION: 'division of the EPA that follows the case',
  BRANCH: 'unit of the EPA that follows the case',
  VOLUNTARY_SELF_DISCLOSURE_FLAG: 'whether the party told of itself; a penalty has no field for it',
  MULTIMEDIA_FLAG: 'whether several laws are concerned; a penalty has no field for it',
}

/** The principal defendant as the case is called, without what the EPA adds: remarks on the case in brackets, and that there are others. */
export function defendantOf(caseName: string) {
  const bare = caseName.replace(/(?:\s*\((?:LEAD|NATIONAL CASE|NC)\))+$/i, '')
  const name = bare.replace(/,?\s+ET\.?\s+AL\.?$/i, '')
  return { name, flags: name === bare ? [] : ['others_unnamed:CASE_NAME'] }
}
