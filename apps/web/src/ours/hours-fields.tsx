import type { Closure } from '#client/browser';
import { Actions, Button, CheckboxGroup, DateField, Section, Text } from '../design';
import { fill, useText } from '../shell/texts';
import {
  ADD_HOURS,
  closedId,
  daysId,
  fromId,
  type HoursDraft,
  isOver,
  MOST_CLOSURES,
  MOST_HOURS,
  NEW_HOURS,
} from './contact';

type Errors = (field: string) => string | undefined;

const DAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

const without = <T,>(all: readonly T[], place: number): readonly T[] => all.filter((_, at) => at !== place);
const changed = <T,>(all: readonly T[], place: number, next: T): readonly T[] =>
  all.map((one, at) => (at === place ? next : one));

interface HoursProps {
  readonly hours: readonly HoursDraft[];
  readonly error: Errors;
  readonly onChange: (hours: readonly HoursDraft[]) => void;
}

/** Lines of days with the same hours. */
export function HoursFields({ hours, error, onChange }: HoursProps) {
  const t = useText('contact');
  const missing = error(ADD_HOURS);
  return (
    <Section title={t.hoursTitle}>
      {hours.map((line, place) => (
        <Section key={place} level={3} title={fill(t.hoursLine, { n: place + 1 })}>
          <div class="ours-days">
            <CheckboxGroup
              id={daysId(place)}
              label={t.days}
              error={error(daysId(place))}
              choices={DAYS.map((value) => ({ value, label: t.day[value] }))}
              values={DAYS.filter((value) => line.days.includes(value))}
              onChange={(days) => onChange(changed(hours, place, { ...line, days }))}
            />
          </div>
          <div class="ours-pair">
            <DateField
              id={fromId(place)}
              type="time"
              label={t.from}
              value={line.from}
              error={error(fromId(place))}
              onInput={(from) => onChange(changed(hours, place, { ...line, from }))}
            />
            <DateField
              id={`hours-${place}-to`}
              type="time"
              label={t.to}
              hint={t.toHint}
              value={line.to}
              onInput={(to) => onChange(changed(hours, place, { ...line, to }))}
            />
          </div>
          {hours.length > 1 && (
            <Actions>
              <Button compact appearance="subtle" onClick={() => onChange(without(hours, place))}>
                {fill(t.removeHours, { n: place + 1 })}
              </Button>
            </Actions>
          )}
        </Section>
      ))}
      {missing !== undefined && <Text>{missing}</Text>}
      {hours.length < MOST_HOURS && (
        <Actions>
          <Button id={ADD_HOURS} compact onClick={() => onChange([...hours, NEW_HOURS])}>
            {t.addHours}
          </Button>
        </Actions>
      )}
    </Section>
  );
}

interface ClosureProps {
  readonly closures: readonly Closure[];
  readonly today: string;
  readonly error: Errors;
  readonly onChange: (closures: readonly Closure[]) => void;
}

/** Days on which nobody answers, whatever the hours say. */
export function ClosureFields({ closures, today, error, onChange }: ClosureProps) {
  const t = useText('contact');
  return (
    <Section title={t.closuresTitle}>
      <Text small>{t.closuresNote}</Text>
      {closures.map((closure, place) => (
        <Section key={place} level={3} title={fill(t.closureLine, { n: place + 1 })}>
          {isOver(closure, today) && <Text small>{t.closureOver}</Text>}
          <div class="ours-pair">
            <DateField
              id={closedId(place)}
              label={t.closedFrom}
              value={closure.from}
              error={error(closedId(place))}
              onInput={(from) => onChange(changed(closures, place, { ...closure, from }))}
            />
            <DateField
              id={`closure-${place}-to`}
              label={t.closedTo}
              value={closure.to}
              onInput={(to) => onChange(changed(closures, place, { ...closure, to }))}
            />
          </div>
          <Actions>
            <Button compact appearance="subtle" onClick={() => onChange(without(closures, place))}>
              {fill(t.removeClosure, { n: place + 1 })}
            </Button>
          </Actions>
        </Section>
      ))}
      {closures.length < MOST_CLOSURES && (
        <Actions>
          <Button compact onClick={() => onChange([...closures, { from: '', to: '' }])}>
            {t.addClosure}
          </Button>
        </Actions>
      )}
    </Section>
  );
}
