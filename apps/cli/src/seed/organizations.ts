import { usccWithCheck } from '#kernel';
import { guangdongCities, type GuangdongCity } from './guangdong.js';
import { pick, scatter, shuffledPlaces } from './shuffle.js';

// No real organisation is meant: the codes are valid and made up in blocks MA00 and MB00 with regions of Guangdong, like the
// vectors the code checks are tested with; the names are put together by chance.

/** What an organisation is, for its name and the first two characters of its code. */
export type OrganizationKind = 'enterprise' | 'college' | 'assessment-body' | 'base' | 'bureau';

export interface SyntheticOrganization {
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly uscc: string;
  /** GB/T 2260, six digits: of the city. */
  readonly region: string;
}

/** Registering department and kind (GB 32100), and the block of the organisation code. */
const codes: Readonly<Record<OrganizationKind, readonly [prefix: string, block: string]>> = {
  enterprise: ['91', 'MA00'],
  'assessment-body': ['52', 'MA00'],
  college: ['12', 'MB00'],
  base: ['12', 'MB00'],
  bureau: ['11', 'MB00'],
};

const firstOfBrand = Array.from('岭粤穗鹏珠惠瀚骏臻旭拓砺磐睿熠昊曜铂澜峻');
const secondOfBrand = Array.from('川恒驰睦辰谷越澜拓工匠启元科瀛宸衡屿禾晖');
const trades = [
  '精密制造',
  '智能装备',
  '新能源汽车',
  '电子科技',
  '机器人',
  '半导体',
  '现代物流',
  '家电',
  '新材料',
  '数控机床',
];

const weights = [3, 7, 9, 10, 5, 8, 4, 2];
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Eight characters with their check character (GB 11714), as characters 9 to 17 of a credit code. */
export const organizationCode = (body: string): string => {
  const sum = weights.reduce(
    (total, weight, place) => total + weight * alphabet.indexOf(body.charAt(place)),
    0,
  );
  return body + '0123456789X0'.charAt((11 - (sum % 11)) % 11);
};

const nameOf = (kind: OrganizationKind, city: string, brand: string, trade: string): string => {
  switch (kind) {
    case 'enterprise':
      return `${city}${brand}${trade}有限公司`;
    case 'college':
      return `${city}${brand}职业技术学院`;
    case 'assessment-body':
      return `${city}${brand}职业技能评价中心`;
    case 'base':
      return `${city}${brand}公共实训基地`;
    case 'bureau':
      return `${city}市人力资源和社会保障局（演示）`;
  }
};

/** How many different organisations can be made of one seed, all kinds together. */
export const organizationsMax = 10_000;

/** The organisation at each index: the same index gives the same code and brand whatever its kind. RangeError beyond the limit. */
export const syntheticOrganizations = (
  seed: number,
): ((index: number, kind: OrganizationKind, city?: GuangdongCity) => SyntheticOrganization) => {
  const place = shuffledPlaces(seed, organizationsMax);
  const cities = Object.keys(guangdongCities) as GuangdongCity[];
  return (index, kind, wanted) => {
    const at = place(index);
    const city = wanted ?? pick(cities, scatter(seed, at, 11));
    const region = `${city}00`;
    const [prefix, block] = codes[kind];
    const code = organizationCode(`${block}${String(at).padStart(4, '0')}`);
    const brand =
      pick(firstOfBrand, at) + pick(secondOfBrand, Math.floor(at / firstOfBrand.length));
    const trade = pick(trades, Math.floor(at / (firstOfBrand.length * secondOfBrand.length)));
    return {
      kind,
      name: nameOf(kind, guangdongCities[city], brand, trade),
      uscc: usccWithCheck(`${prefix}${region}${code}`) ?? '',
      region,
    };
  };
};
