/** Words that stand in many names of organisations in Latin letters: what a ledger goes by until it has counted its own. */

const WORDS = `
academy advertising agency america american analytics apparel association auto automotive bakery bank bar beauty beverage biotech bistro brands brothers builders building
cafe california canada capital care catering center centre central charities chemical chicago child childcare childrens china church city cleaning clinic club coffee college
commercial community computer consulting construction contractors creations dairy data day daycare deli delivery dental design development diagnostics diner distribution
distributors early east eastern education electric electrical electronics energy engineering enterprise enterprises environmental equipment europe european exchange export
express family farm farms fashion financial first fitness florida food foods foundation foundry free fresh furniture garden gas general global gold golden grand green grill grocery
group growers health healthcare healthy holding holdings home hospital hotel house imports industrial industries industry innovations institute insurance international
investment investments israel japan kitchen lab laboratories laboratory labs learning life little living logistics machine management manufacturing marine market marketing markets
mart meat media medical medicine metal metro mexican mexico mill motor motors national natural naturals neighborhood new north northern nursery nutrition office oil one organic
packaging paper park partners petroleum pharma pharmaceutical pharmaceuticals pharmacy pizza plant plastics point power precision preschool press printing produce product
production products professional programs properties provisions public quality realty recycling regional research resources restaurant restaurants retail river road royal
school schools science sciences seafood security service services shop solutions south southern spa specialties specialty sports st stainless star start state station steel
store stores street studio sun super supermarket supplies supply surgical sushi system systems taste tavern technologies technology textile therapeutics thai time
tobacco tools town trade traders trading transport transportation travel union united universal university us usa valley ventures vision village warehouse waste water web west
western wholesale wine wood works world xpress york youth
`
const SHARE = 0.003

/** How large a part of all organisations bears a word, by the term that names have for it. */
export const FREQUENT_WORDS: ReadonlyMap<string, number> = new Map(
  WORDS.trim()
    .split(/\s+/)
    .map((word) => [`w${word}`, SHARE]),
)
