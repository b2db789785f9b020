/**
 * What makes a debtor a dishonest one: Provisions of the Supreme People's Court on the List of Dishonest Judgment Debtors (2013, revised
 * 2017), article 1. The number is that of the item; article 2 sets a term of two years for items 2 to 6 and none for item 1.
 */
export const CONDUCTS: Readonly<Record<string, 1 | 2 | 3 | 4 | 5 | 6>> = {
  有履行能力而拒不履行生效法律文书确定义务: 1,
  其他有履行能力而拒不履行生效法律文书确定义务: 1,
  '以伪造证据、暴力、威胁等方法妨碍、抗拒执行': 2,
  '伪造证据妨碍、抗拒执行': 2,
  '以暴力、威胁方法妨碍、抗拒执行': 2,
  '以虚假诉讼、虚假仲裁或者以隐匿、转移财产等方法规避执行': 3,
  违反财产报告制度: 4,
  违反限制消费令: 5,
  违反限制高消费令: 5,
  无正当理由拒不履行执行和解协议: 6,
  被执行人无正当理由拒不履行执行和解协议: 6,
}
