import type { CopySide } from './copy-side.js';

/** The side, once it has answered a first question; otherwise it is closed, and this rejects with what the question met. */
export const opened = async <T extends CopySide>(side: T): Promise<T> => {
  try {
    await side.tail(1);
    return side;
  } catch (error) {
    await side.close();
    throw error;
  }
};
