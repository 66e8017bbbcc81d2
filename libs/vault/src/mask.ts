// What is shown where a name or a number is not to be read in full. Pure.

/** Family names of two characters that are still borne (百家姓 and the present registers). */
const doubleSurnames = new Set(
  (
    '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 轩辕 宇文 长孙 独孤 南宫 ' +
    '东郭 西门 端木 百里 呼延 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 闾丘 鲜于 ' +
    '亓官 司寇 子车 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 第五 万俟 闻人 羊舌 微生 梁丘 左丘'
  ).split(' '),
);

/**
 * The family name and a star for each further character: 张* for 张三, 欧阳** for 欧阳娜娜. Of other names the first letter stays,
 * with a star for each further letter of a word; a name of one character becomes one star.
 */
export const maskName = (name: string): string => {
  const characters = Array.from(name.trim());
  if (characters.length <= 1) return '*';
  const surname =
    characters.length > 2 && doubleSurnames.has(characters.slice(0, 2).join('')) ? 2 : 1;
  return characters
    .map((character, place) => (place < surname || /[\s·]/u.test(character) ? character : '*'))
    .join('');
};

/**
 * Of an 18-digit number the region and the last four, so that the birthday is hidden: 440106********0004. Of shorter ones the
 * first and the last two. Wherever fewer than three would be hidden, all are.
 */
export const maskIdNumber = (idNumber: string): string =>
  kept(idNumber, idNumber.length === 18 ? [6, 4] : [1, 2]);

/** The first three and the last four: 138****0000. */
export const maskPhone = (phone: string): string =>
  kept(phone, phone.length >= 11 ? [3, 4] : [0, 2]);

const kept = (text: string, [first, last]: readonly [number, number]): string =>
  text.length < first + last + 3
    ? '*'.repeat(text.length)
    : text.slice(0, first) +
      '*'.repeat(text.length - first - last) +
      text.slice(text.length - last);
