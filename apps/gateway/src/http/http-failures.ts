import { StoreUnavailable } from '#event-store';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import {
  codeFor,
  failure,
  failureStatus,
  oneLine,
  storeDown,
  unexpected,
  type FailureCode,
} from '../execution/failures.js';
import { tracesOf } from '../execution/masking.js';

const words: Partial<Readonly<Record<FailureCode, string>>> = {
  BAD_REQUEST: 'the body is not well-formed',
  NOT_FOUND: 'there is nothing here',
  PAYLOAD_TOO_LARGE: 'the body is too large',
  UNSUPPORTED_MEDIA_TYPE: 'the body must be application/json',
};

/** What Nest and Fastify refuse outside GraphQL, in the same form: one line and a code. In GraphQL the masking answers. */
@Catch()
export class HttpFailures implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw error;
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { code, message } = this.answerTo(error);
    const { message: line } = failure(code, message);
    void reply
      .status(failureStatus[code])
      .header('content-type', 'application/json; charset=utf-8')
      .send({ errors: [{ message: oneLine(line), extensions: { code } }] });
  }

  private answerTo(error: unknown): { code: FailureCode; message: string } {
    if (error instanceof StoreUnavailable) return { code: 'STORE_UNAVAILABLE', message: storeDown };
    const status = statusOf(error);
    if (status !== undefined && status < 500) {
      const code = codeFor(status);
      return { code, message: words[code] ?? 'the request cannot be served' };
    }
    this.log.error(tracesOf(error), 'a request failed');
    return { code: 'INTERNAL_SERVER_ERROR', message: unexpected };
  }
}

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown =
    typeof error === 'object' && error !== null && 'statusCode' in error
      ? error.statusCode
      : undefined;
  return typeof status === 'number' ? status : undefined;
};
