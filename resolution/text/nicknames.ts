/** English given names that are used for one another; each line is one group. */
const GROUPS = `
robert rob bob bobby robbie bert
william will bill billy liam willy
richard rick dick rich ricky
margaret maggie meg peggy peggie marge margie greta rita
elizabeth liz beth betty lizzie eliza lisa libby elsie
katherine catherine kathryn kate kathy cathy katie kat kitty
james jim jimmy jamie
john jack johnny jon
jonathan jon nathan
joseph joe joey
edward ed eddie ted teddy ned
theodore ted teddy theo
thomas tom tommy
charles charlie chuck chas
michael mike mick mickey
christopher chris kit
christine christina chris tina
patrick pat paddy
patricia pat patty tricia trish
daniel dan danny
david dave davy
steven stephen steve
anthony tony
andrew andy drew
alexander alex al sandy sasha
alexandra alex sandra sandy
samuel sam sammy
samantha sam
benjamin ben benny
matthew matt
nicholas nick nicky
gregory greg
lawrence larry laurence
gerald gerry jerry
jeffrey jeff geoffrey geoff
kenneth ken kenny
ronald ron ronnie
donald don donnie
timothy tim
peter pete
philip phil phillip
raymond ray
frederick fred freddy
francis frank
frances fran
henry harry hank
harold harry hal
george georgie
albert al bert
susan sue susie suzanne
deborah deb debbie
barbara barb barbie
jennifer jen jenny
jessica jess jessie
rebecca becky becca
victoria vicky tori
theresa teresa terry tess
dorothy dot dottie
virginia ginny
amanda mandy
pamela pam
judith judy
joanna jo joanne
howard howie
leonard leo len lenny
mohammed muhammad mohamed mohammad muhammed mohd mhd
`
const groupsOf = new Map<string, number[]>()
GROUPS.trim()
  .split('\n')
  .forEach((line, group) => {
    for (const name of line.split(' ')) groupsOf.set(name, [...(groupsOf.get(name) ?? []), group])
  })

/** True when one given name is used for the other. */
export function isNickname(a: string, b: string): boolean {
  const [x, y] = [groupsOf.get(a), groupsOf.get(b)]
  return x !== undefined && y !== undefined && x.some((group) => y.includes(group))
}
