import { describe, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { organization } from './organization.js';

const entry = {
  organizationId: idOf('works'),
  kind: 'enterprise' as const,
  name: '南粤智造有限公司',
  uscc: '91440100MA0000015P',
  region: '440106',
  chainOwner: false,
};
const register = (change: Partial<typeof entry> = {}) => ({
  type: 'RegisterOrganization' as const,
  data: { ...entry, ...change },
});
const registered = { type: 'OrganizationRegistered' as const, data: entry };

describe('registering an organisation', () => {
  it('enters it in the directory', () => {
    given(organization).when(register()).then(registered);
  });
  it('refuses a credit code that does not fit its check character', () => {
    given(organization)
      .when(register({ uscc: '91440100MA0000015Q' }))
      .thenRejected('E_INPUT');
  });
  it('refuses another entry under the same id, whatever differs', () => {
    const others: Partial<typeof entry>[] = [
      { name: '另一家公司' },
      { uscc: '91440300MA0000023W' },
      { region: '440300' },
      { chainOwner: true },
    ];
    for (const other of others)
      given(organization, registered)
        .when(register(other))
        .thenRejected({ code: 'E_STATE', detail: { registeredAs: entry.uscc } });
  });
  it('says nothing when it is entered already', () => {
    given(organization, registered).when(register()).thenNothing();
  });
});
