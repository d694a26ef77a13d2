import { type Identifier, linesToRegister, rungOf } from '#tokens';
import { read } from './answers';
import { requireInvolvementId } from './own-words';
import { registrationLines, ticketsIn } from './registration-lines';
import type { Registering } from './requests';

/** Something that those who watch over the service should look at. */
export interface Alarm {
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  /** For instance `many-subjects`, `canary-touched`, `office-spent` */
  readonly kind: string;
  /** Whose questions; absent when it is about all together */
  readonly actor?: string;
  readonly department?: string;
  /** Figures and codes */
  readonly detail: Readonly<Record<string, string | number>>;
}

/** A decoy of one's own department. What it is, only whoever planted it knows. */
export interface Canary {
  readonly id: string;
  /** YYYY-MM-DD */
  readonly plantedOn: string;
}

/** Alarms, for those who may review; decoys, for the connection of a department. */
export class Oversight {
  readonly #means: Registering;

  constructor(means: Registering) {
    this.#means = means;
  }

  /** What was noticed, newest first. Reading it leaves a record. */
  async alarms(): Promise<readonly Alarm[]> {
    return read.list((await this.#means.call({ method: 'GET', path: '/v1/alarms' })).alarms).map(alarmFrom);
  }

  /** The decoys of one's department. */
  async canaries(): Promise<readonly Canary[]> {
    const { canaries } = await this.#means.call({ method: 'GET', path: '/v1/canaries' });
    return read.list(canaries).map((value) => {
      const { id, plantedOn } = read.object(value);
      return { id: read.text(id), plantedOn: read.text(plantedOn) };
    });
  }

  /**
   * Plants a decoy: a question that touches it raises an alarm and is answered like any other. It is known under the active
   * epoch only; plant it again in the next one.
   * @param identifier of nobody: a house number that does not exist, or a line of an export that was made up
   * @param id UUID; the same one with the same identifier may be sent again
   */
  async plantCanary(identifier: Identifier, id: string): Promise<void> {
    const path = `/v1/canaries/${requireInvolvementId(id)}`;
    const accepted = this.#means.accept(identifier);
    // Neighbours of a made-up unit are real: only a made-up number stands for all units at it.
    const lines = linesToRegister(accepted).slice(0, rungOf(accepted) === 'unit' ? 1 : 2);
    await this.#means.withTokens(lines, async (tokens) => {
      const body = { tickets: ticketsIn(tokens), lines: tokens.lines.flatMap(registrationLines) };
      await this.#means.callTwice({ method: 'PUT', path, body });
    });
  }

  /** Again has no effect. */
  async withdrawCanary(id: string): Promise<void> {
    const path = `/v1/canaries/${requireInvolvementId(id)}/withdraw`;
    await this.#means.callTwice({ method: 'POST', path, body: {} });
  }
}

function alarmFrom(value: unknown): Alarm {
  const { id, at, kind, actor, department, detail } = read.object(value);
  const figures = Object.entries(read.object(detail)).map(([name, figure]) => [
    name,
    typeof figure === 'number' ? figure : read.text(figure),
  ]);
  const [whose, where] = [read.optionalText(actor), read.optionalText(department)];
  return {
    id: read.text(id),
    at: read.text(at),
    kind: read.text(kind),
    ...(whose === undefined ? {} : { actor: whose }),
    ...(where === undefined ? {} : { department: where }),
    detail: Object.fromEntries(figures) as Record<string, string | number>,
  };
}
