import { describe, expect, it } from '@jest/globals';
import { ageOn, checkIdNumber, checkUscc, RegionCode } from '#kernel';
import { acceptIdentity } from '#vault';
import { guangdongCounties } from './guangdong.js';
import {
  organizationCode,
  organizationsMax,
  syntheticOrganizations,
  type OrganizationKind,
} from './organizations.js';
import { peopleIn, syntheticPeople } from './people.js';
import { shuffledPlaces } from './shuffle.js';

const many = Array.from({ length: 20_000 }, (_, index) => index);

describe('synthetic people', () => {
  const people = many.map(syntheticPeople(7));
  it('have numbers and phones of their own, 20,000 of them', () => {
    expect(new Set(people.map(({ idNumber }) => idNumber)).size).toBe(20_000);
    expect(new Set(people.map(({ phone }) => phone)).size).toBe(20_000);
  });
  it('have numbers that fit their check digit, birth and sex, from the sequence that was never issued', () => {
    const wrong = people.filter(({ idNumber, born, sex }) => {
      const check = checkIdNumber(idNumber);
      return (
        !check.ok || check.born !== born || check.sex !== sex || idNumber.slice(14, 17) !== '000'
      );
    });
    expect(wrong).toEqual([]);
  });
  it('are taken by the vault as they are', () => {
    expect(people.filter((person) => !acceptIdentity(person).ok)).toEqual([]);
  });
  it('have phones that cannot be dialled', () => {
    expect(people.every(({ phone }) => /^000\d{8}$/.test(phone))).toBe(true);
  });
  it('may be trained from autumn 2023 on', () => {
    expect(
      people.every(
        ({ born }) => ageOn(born, '2023-09-01') >= 16 && ageOn(born, '2026-12-31') <= 25,
      ),
    ).toBe(true);
  });
  it('are the same for the same seed and others for another', () => {
    expect(syntheticPeople(7)(123)).toEqual(people[123]);
    expect(syntheticPeople(8)(123)).not.toEqual(people[123]);
  });
  it('share no number with staff', () => {
    const staff = many.map(syntheticPeople(7, 'staff'));
    const numbers = new Set(
      [...people, ...staff].flatMap(({ idNumber, phone }) => [idNumber, phone]),
    );
    expect(numbers.size).toBe(80_000);
    expect(staff.every(({ born }) => ageOn(born, '2023-09-01') >= 26)).toBe(true);
  });
  it('bear names of the common kind, the common ones more often', () => {
    const surnames = Map.groupBy(people, ({ name }) => name.slice(0, 1));
    expect(surnames.get('陈')?.length ?? 0).toBeGreaterThan(3 * (surnames.get('唐')?.length ?? 0));
    expect(people.every(({ name }) => /^\p{sc=Han}{3,4}$/u.test(name))).toBe(true);
    expect(new Set(people.map(({ name }) => name)).size).toBeGreaterThan(10_000);
  });
  it('end where the series ends', () => {
    expect(peopleIn('trainees')).toBeGreaterThan(200_000);
    expect(() => syntheticPeople(7)(peopleIn('trainees'))).toThrow(RangeError);
    expect(() => syntheticPeople(7)(-1)).toThrow(RangeError);
  });
});

describe('shuffledPlaces', () => {
  it.each([1, 2, 97, 1_000, 4_096])('gives each of %d places once', (size) => {
    for (const seed of [0, 1, 20_260_301]) {
      const place = shuffledPlaces(seed, size);
      expect(new Set(Array.from({ length: size }, (_, index) => place(index))).size).toBe(size);
    }
  });
});

describe('synthetic organisations', () => {
  const kinds: readonly OrganizationKind[] = [
    'enterprise',
    'college',
    'assessment-body',
    'base',
    'bureau',
  ];
  const at = syntheticOrganizations(7);
  it('have valid codes of their own', () => {
    const codes = many
      .slice(0, organizationsMax)
      .map((index) => at(index, kinds[index % 5] ?? 'base').uscc);
    expect(codes.filter((code) => !checkUscc(code).ok)).toEqual([]);
    expect(new Set(codes.map((code) => code.slice(8))).size).toBe(organizationsMax);
  });
  it('carry the inner code of the standard’s examples', () => {
    expect(organizationCode('M000100Y')).toBe('M000100Y4');
    expect(organizationCode('MA000001')).toBe('MA0000015');
    expect(organizationCode('MB000003')).toBe('MB0000035');
  });
  it('stand in the city asked for, in name and code', () => {
    const college = at(3, 'college', '4403');
    expect(college.name).toMatch(/^深圳.{2}职业技术学院$/);
    expect(college).toMatchObject({ region: '440300' });
    expect(college.uscc).toMatch(/^12440300MB00/);
  });
  it('have names of their own within a kind and city', () => {
    const names = many.slice(0, 400).map((index) => at(index, 'enterprise', '4401').name);
    expect(new Set(names).size).toBe(400);
  });
});

describe('guangdongCounties', () => {
  it('are different regions of the province', () => {
    expect(new Set(guangdongCounties).size).toBe(guangdongCounties.length);
    expect(
      guangdongCounties.filter(
        (code) => !RegionCode.safeParse(code).success || !/^44\d{4}$/.test(code),
      ),
    ).toEqual([]);
  });
});
