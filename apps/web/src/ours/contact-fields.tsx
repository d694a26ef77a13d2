import { useState } from 'preact/hooks';
import { Section, SelectField, TextField } from '../design';
import { useText } from '../shell/texts';
import type { ContactDraft } from './contact';
import { dayOf } from './days';
import { ClosureFields, HoursFields } from './hours-fields';

interface Props {
  readonly draft: ContactDraft;
  readonly error: (fieldId: string) => string | undefined;
  readonly onChange: (changes: Partial<ContactDraft>) => void;
  /** Teams that may be called instead: code, and its name in words */
  readonly others: readonly { readonly value: string; readonly label: string }[];
}

/** A contact point: how to reach the team, when, and whom to call instead. */
export function ContactFields({ draft, error, onChange, others }: Props) {
  const t = useText('contact');
  const [today] = useState(() => dayOf(Date.now()));
  return (
    <>
      <Section title={t.reachTitle}>
        <TextField
          id="phone"
          type="tel"
          inputMode="tel"
          label={t.phone}
          hint={t.phoneHint}
          value={draft.phone}
          error={error('phone')}
          onInput={(phone) => onChange({ phone })}
        />
        <TextField
          id="email"
          type="email"
          inputMode="email"
          label={t.email}
          hint={t.emailHint}
          value={draft.email}
          error={error('email')}
          onInput={(email) => onChange({ email })}
        />
      </Section>
      <HoursFields hours={draft.hours} error={error} onChange={(hours) => onChange({ hours })} />
      <ClosureFields
        closures={draft.closures}
        today={today}
        error={error}
        onChange={(closures) => onChange({ closures })}
      />
      <Section title={t.insteadTitle}>
        <SelectField
          id="instead"
          label={t.instead}
          value={draft.instead}
          choices={[{ value: '', label: t.insteadNone }, ...others]}
          onChange={(instead) => onChange({ instead })}
        />
      </Section>
    </>
  );
}
