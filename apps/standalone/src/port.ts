import { createServer } from 'node:net';
import { StartFailure } from '#process';

/** Finds out before anything else is started whether `port` on 127.0.0.1 can be had. */
export const ensurePortIsFree = async (port: number): Promise<void> => {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    throw explainPortError(error, port);
  }
  await new Promise<void>((resolve) => server.close(() => resolve()));
};

/** The line for people when a listener could not have its port; any other error comes back as it is. */
export const explainPortError = (error: unknown, port: number): unknown => {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE')
    return new StartFailure(
      `Port ${port} is taken by another program: stop that one, or set PORT to a free port (PORT=0 takes any).`,
    );
  if (code === 'EACCES')
    return new StartFailure(`Port ${port} is not for this user: set PORT to one above 1023.`);
  return error;
};
