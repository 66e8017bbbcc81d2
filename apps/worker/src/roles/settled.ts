import { WrongKafkaSettings } from '#messaging';
import { StartFailure } from '#process';

/** What is made of variables that have to go together; what does not is told as every wrong variable is, by `StartFailure`. */
export const settled = <T>(make: () => T): T => {
  try {
    return make();
  } catch (error) {
    throw error instanceof WrongKafkaSettings
      ? new StartFailure(`Wrong configuration: ${error.message}.`)
      : error;
  }
};
