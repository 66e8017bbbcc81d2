import { describe, expect, it } from '@jest/globals';
import { claimsFrom } from './claim-names.js';

describe('the claims of a token', () => {
  it('are taken from their own names unless the issuer has others', () => {
    const payload = { sub: 's', role: 'province', region: '44', email: 'not ours' };
    expect(claimsFrom(payload)).toEqual({ sub: 's', role: 'province', region: '44' });
  });

  it('are found where Keycloak keeps them', () => {
    const payload = {
      sub: 's',
      realm_access: { roles: ['offline_access', 'enterprise', 'default-roles-skilltrace'] },
      attributes: { org: 'e-1' },
    };
    const names = { role: 'realm_access.roles', organization: 'attributes.org' };
    expect(claimsFrom(payload, names)).toEqual({
      sub: 's',
      role: 'enterprise',
      organization: 'e-1',
    });
  });

  it('are found under a name that is a URL', () => {
    const payload = { sub: 's', 'https://example.cn/role': 'college' };
    expect(claimsFrom(payload, { role: 'https://example.cn/role' })).toMatchObject({
      role: 'college',
    });
  });

  it('give no role when a list holds two, and none when it holds none', () => {
    for (const roles of [['enterprise', 'college'], ['offline_access'], []])
      expect(claimsFrom({ sub: 's', role: roles })['role']).toEqual(roles);
  });

  it('are not looked for in what every object inherits', () => {
    expect(claimsFrom({ sub: 's' }, { role: 'constructor.name' })).toEqual({ sub: 's' });
  });
});
