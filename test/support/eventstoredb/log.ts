import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { decodeEvent, encodeEvent, type LoggedEvent } from './logged-event.js';

/** Where an event lies in the file: its place is its position in the feed. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** The file in a server's folder. */
export const logName = 'events.log';
const frameHead = 8;
const eventHead = 4;
const window = 1 << 18;

/**
 * The events of the test server in one file that only grows. One append is one frame – length, checksum, events – and is there
 * whole or not at all: a frame that was torn by the death of the process is cut off when the file is opened. Nothing is synced to
 * the disk: what was written outlives the process, not the machine, which is what the tests need.
 */
export class EventLog {
  readonly #file: number;
  #end: number;
  #cached = { from: 0, bytes: Buffer.alloc(0) };

  private constructor(file: number) {
    this.#file = file;
    this.#end = 0;
  }

  /** Opens the file in the folder, made if missing, and tells every event in it in order. */
  static open(folder: string, tell: (event: LoggedEvent, place: Place) => void): EventLog {
    const log = new EventLog(openSync(join(folder, logName), 'a+'));
    log.#scan(tell);
    return log;
  }

  get end(): number {
    return this.#end;
  }

  /** Writes all or nothing. Answers where the events lie. */
  append(events: readonly LoggedEvent[]): readonly Place[] {
    const bodies = events.map(encodeEvent);
    const size = bodies.reduce((sum, body) => sum + eventHead + body.length, 0);
    const frame = Buffer.allocUnsafe(frameHead + size);
    let at = frameHead;
    const places = bodies.map((body): Place => {
      at = frame.writeUInt32LE(body.length, at);
      const place = { offset: this.#end + at, length: body.length };
      at += body.copy(frame, at);
      return place;
    });
    frame.writeUInt32LE(size, 0);
    frame.writeUInt32LE(crc32(frame.subarray(frameHead)), 4);
    for (let written = 0; written < frame.length;)
      written += writeSync(this.#file, frame, written, frame.length - written);
    this.#end += frame.length;
    return places;
  }

  read({ offset, length }: Place): LoggedEvent {
    return decodeEvent(this.#bytes(offset, length));
  }

  close(): void {
    closeSync(this.#file);
  }

  #bytes(offset: number, length: number): Buffer {
    const { from, bytes } = this.#cached;
    if (offset < from || offset + length > from + bytes.length) {
      const wanted = Buffer.allocUnsafe(Math.min(Math.max(window, length), this.#end - offset));
      readSync(this.#file, wanted, 0, wanted.length, offset);
      this.#cached = { from: offset, bytes: wanted };
    }
    const start = offset - this.#cached.from;
    return this.#cached.bytes.subarray(start, start + length);
  }

  #scan(tell: (event: LoggedEvent, place: Place) => void): void {
    this.#end = fstatSync(this.#file).size;
    let at = 0;
    while (at + frameHead <= this.#end) {
      const head = this.#bytes(at, frameHead);
      const [size, sum] = [head.readUInt32LE(0), head.readUInt32LE(4)];
      const whole = at + frameHead + size <= this.#end;
      if (!whole || crc32(this.#bytes(at + frameHead, size)) !== sum) break;
      this.#tellFrame(at + frameHead, at + frameHead + size, tell);
      at += frameHead + size;
    }
    if (at < this.#end) ftruncateSync(this.#file, at);
    this.#end = at;
  }

  #tellFrame(from: number, to: number, tell: (event: LoggedEvent, place: Place) => void): void {
    for (let at = from; at < to;) {
      const length = this.#bytes(at, eventHead).readUInt32LE(0);
      const place = { offset: at + eventHead, length };
      tell(this.read(place), place);
      at = place.offset + length;
    }
  }
}
