import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, closeSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where one node listens, as broker and as controller. */
export interface NodePlace {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
}

export interface NodeOptions {
  readonly place: NodePlace;
  readonly all: readonly NodePlace[];
  readonly jars: string;
  /** The node's own folder. */
  readonly home: string;
  readonly clusterId: string;
  /** Broker settings over those of every test: `{ 'message.max.bytes': '100000' }`. */
  readonly settings: Readonly<Record<string, string>>;
}

const propertiesOf = ({ place, all, home, settings }: NodeOptions): string => {
  const copies = String(Math.min(all.length, 3));
  const voters = all.map(
    ({ id, controllerPort }) => `${String(id)}@127.0.0.1:${String(controllerPort)}`,
  );
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': String(place.id),
    'controller.quorum.voters': voters.join(','),
    listeners: `PLAINTEXT://127.0.0.1:${String(place.port)},CONTROLLER://127.0.0.1:${String(place.controllerPort)}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(home, 'data'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': '4',
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': copies === '3' ? '2' : '1',
    'group.initial.rebalance.delay.ms': '0',
    ...settings,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
};

/** One broker and controller in a process of its own, that can be killed and started again on the same data. */
export class KafkaNode {
  #child: ChildProcess | undefined;
  #watch: ChildProcess | undefined;

  constructor(private readonly options: NodeOptions) {}

  get place(): NodePlace {
    return this.options.place;
  }

  /** Writes the settings and makes the folder of its data known to the cluster: once, before the first start. */
  async format(): Promise<void> {
    const { home, clusterId } = this.options;
    mkdirSync(join(home, 'data'), { recursive: true });
    writeFileSync(this.#properties, propertiesOf(this.options));
    const child = this.#java('kafka.tools.StorageTool', [
      'format',
      '-t',
      clusterId,
      '-c',
      this.#properties,
    ]);
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`Kafka would not format its folder: ${this.output()}`);
  }

  start(): void {
    if (this.isRunning()) return;
    this.#child = this.#java('kafka.Kafka', [this.#properties]);
    this.#watch = watchOver(this.#child.pid as number);
  }

  isRunning(): boolean {
    return (
      this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
    );
  }

  /** Ends it as a lost machine would: nothing is flushed, nobody is told. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Stops it in its tracks, its connections open: as a machine that hangs. Ends with `kill`. */
  freeze(): void {
    if (this.isRunning()) this.#child?.kill('SIGSTOP');
  }

  async #end(name: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child && this.isRunning()) {
      const gone = once(child, 'exit');
      child.kill(name);
      await gone;
    }
    this.#watch?.kill('SIGKILL');
    this.#watch = undefined;
  }

  /** What it printed; without a binding for its logging that is only what went wrong before it could log. */
  output(): string {
    return readFileSync(join(this.options.home, 'output'), 'utf8');
  }

  get #properties(): string {
    return join(this.options.home, 'server.properties');
  }

  #java(main: string, words: readonly string[]): ChildProcess {
    const { home, jars } = this.options;
    const output = openSync(join(home, 'output'), 'a');
    const heap = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
    const child = spawn('java', [...heap, '-cp', join(jars, '*'), main, ...words], {
      cwd: home,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    return child;
  }
}

/** Reads from a pipe that only closes when this process is gone, then ends the broker that would otherwise be left behind. */
const watchOver = (pid: number): ChildProcess => {
  const watch = spawn('/bin/sh', ['-c', 'cat > /dev/null; kill -KILL "$0"', String(pid)], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watch.unref();
  return watch;
};
