/** Columns of the exporter that are known and not used, by the reason. */

function because(reason: string, names: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, reason]))
}

export const IGNORED: Readonly<Record<string, string>> = {
  ...because('the county; the address names city and state', 'FAC_COUNTY FAC_FIPS_CODE'),
  ...because('the office of the EPA in charge, which follows from the state', 'FAC_EPA_REGION'),
  ...because(
    'in which district, watershed or protected area it lies; address and coordinates say where it is',
    `FAC_INDIAN_CNTRY_FLG FAC_US_MEX_BORDER_FLG FAC_CHESAPEAKE_BAY_FLG FAC_NAA_FLAG FAC_DERIVED_TRIBES FAC_DERIVED_HUC FAC_DERIVED_WBD
    FAC_DERIVED_STCTY_FIPS FAC_DERIVED_ZIP FAC_DERIVED_CD113 FAC_DERIVED_CB2010 FAC_IMP_WATER_FLG`,
  ),
  ...because(
    'how the coordinates were taken, and how they are drawn',
    'FAC_MAP_ICON FAC_COLLECTION_METHOD FAC_REFERENCE_POINT FAC_ACCURACY_METERS',
  ),
  ...because('the people who live around, not the facility', 'FAC_PERCENT_MINORITY FAC_POP_DEN'),
  ...because(
    'what kind of facility it is in the programmes; a registration has no field for it',
    'FAC_FEDERAL_FLG FAC_FEDERAL_AGENCY FAC_MAJOR_FLAG FAC_MYRTK_UNIVERSE CAA_PERMIT_TYPES CWA_PERMIT_TYPES CWA_COMPLIANCE_TRACKING RCRA_PERMIT_TYPES SDWA_SYSTEM_TYPES',
  ),
  ...because(
    'numbers of permits in the programmes; they are no names of the facility',
    'AIR_IDS NPDES_IDS RCRA_IDS SDWA_IDS TRI_IDS GHG_IDS',
  ),
  ...because(
    'industry codes by programme; those of the facility are read',
    'CAA_NAICS CAA_SICS CWA_NAICS CWA_SICS RCRA_NAICS',
  ),
  ...because(
    'totals of inspections, actions and penalties: the sources of their own have them one by one',
    `FAC_INSPECTION_COUNT FAC_DATE_LAST_INSPECTION FAC_DAYS_LAST_INSPECTION FAC_INFORMAL_COUNT FAC_DATE_LAST_INFORMAL_ACTION
    FAC_FORMAL_ACTION_COUNT FAC_DATE_LAST_FORMAL_ACTION FAC_TOTAL_PENALTIES FAC_PENALTY_COUNT FAC_DATE_LAST_PENALTY FAC_LAST_PENALTY_AMT
    FAC_DATE_LAST_INSPECTION_EPA FAC_DATE_LAST_INSPECTION_STATE FAC_DATE_LAST_FORMAL_ACT_EPA FAC_DATE_LAST_FORMAL_ACT_ST
    FAC_DATE_LAST_INFORMAL_ACT_EPA FAC_DATE_LAST_INFORMAL_ACT_ST CAA_EVALUATION_COUNT CAA_DAYS_LAST_EVALUATION CAA_INFORMAL_COUNT
    CAA_FORMAL_ACTION_COUNT CAA_DATE_LAST_FORMAL_ACTION CAA_PENALTIES CAA_LAST_PENALTY_DATE CAA_LAST_PENALTY_AMT CWA_INSPECTION_COUNT
    CWA_DAYS_LAST_INSPECTION CWA_INFORMAL_COUNT CWA_FORMAL_ACTION_COUNT CWA_DATE_LAST_FORMAL_ACTION CWA_PENALTIES CWA_LAST_PENALTY_DATE
    CWA_LAST_PENALTY_AMT RCRA_INSPECTION_COUNT RCRA_DAYS_LAST_EVALUATION RCRA_INFORMAL_COUNT RCRA_FORMAL_ACTION_COUNT
    RCRA_DATE_LAST_FORMAL_ACTION RCRA_PENALTIES RCRA_LAST_PENALTY_DATE RCRA_LAST_PENALTY_AMT SDWA_INFORMAL_COUNT SDWA_FORMAL_ACTION_COUNT
    FEC_CASE_IDS FEC_NUMBER_OF_CASES FEC_LAST_CASE_DATE FEC_TOTAL_PENALTIES`,
  ),
  ...because(
    'compliance of the last quarters, worked out by the EPA anew each week; a registration says what is supervised, not how it fares',
    `FAC_QTRS_WITH_NC FAC_PROGRAMS_WITH_SNC FAC_COMPLIANCE_STATUS FAC_SNC_FLG FAC_3YR_COMPLIANCE_HISTORY CAA_QTRS_WITH_NC
    CAA_COMPLIANCE_STATUS CAA_HPV_FLAG CAA_3YR_COMPL_QTRS_HISTORY CWA_QTRS_WITH_NC CWA_COMPLIANCE_STATUS CWA_SNC_FLAG
    CWA_13QTRS_COMPL_HISTORY CWA_13QTRS_EFFLNT_EXCEEDANCES CWA_3_YR_QNCR_CODES RCRA_QTRS_WITH_NC RCRA_COMPLIANCE_STATUS RCRA_SNC_FLAG
    RCRA_3YR_COMPL_QTRS_HISTORY SDWA_COMPLIANCE_STATUS SDWA_SNC_FLAG`,
  ),
  ...because(
    'quantities released and transferred in a year',
    'TRI_RELEASES_TRANSFERS TRI_ON_SITE_RELEASES TRI_OFF_SITE_TRANSFERS TRI_REPORTER_IN_PAST TRI_REPORTER GHG_CO2_RELEASES',
  ),
  ...because('address of the report page, which follows from the registry id', 'DFR_URL'),
}
