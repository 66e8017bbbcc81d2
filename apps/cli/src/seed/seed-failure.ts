/** Why seeding cannot begin or go on, in one line for whoever started it. */
export class SeedFailure extends Error {
  override readonly name = 'SeedFailure';
}
