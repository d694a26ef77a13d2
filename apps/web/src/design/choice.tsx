import type { ComponentChildren } from 'preact';
import { type FieldProps, Explanation, describedBy } from './field';
import { classes } from './plain';

export interface Choice<Value extends string = string> {
  value: Value;
  label: string;
  hint?: string;
}

interface GroupProps extends FieldProps {
  children: ComponentChildren;
  role?: 'radiogroup';
}

/** A fieldset with its legend; the error summary leads to its first control. */
export const Group = ({ children, role, ...field }: GroupProps) => (
  <fieldset
    id={field.id}
    role={role}
    class={classes(
      'utrecht-form-fieldset utrecht-form-fieldset--html-fieldset',
      field.error !== undefined && 'utrecht-form-fieldset--invalid',
    )}
    aria-describedby={describedBy(field)}
    aria-invalid={role === undefined ? undefined : field.error !== undefined}
  >
    <legend class="utrecht-form-fieldset__legend">{field.label}</legend>
    <Explanation {...field} />
    <div class="rv-choices">{children}</div>
  </fieldset>
);

interface CardProps {
  type: 'radio' | 'checkbox';
  id: string;
  name: string;
  choice: Choice;
  checked: boolean;
  onChange: (checked: boolean) => void;
  invalid?: boolean;
}

const CardInput = ({ type, id, name, choice, checked, onChange, invalid }: CardProps) => (
  <div class="rv-choice">
    <input
      id={id}
      type={type}
      name={name}
      value={choice.value}
      checked={checked}
      aria-describedby={choice.hint === undefined ? undefined : `${id}-hint`}
      aria-invalid={invalid}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <label for={id}>{choice.label}</label>
    {choice.hint !== undefined && (
      <span id={`${id}-hint`} class="rv-small">
        {choice.hint}
      </span>
    )}
  </div>
);

export interface ChoiceCardsProps<Value extends string> extends FieldProps {
  choices: readonly Choice<Value>[];
  value: Value | undefined;
  onChange: (value: Value) => void;
}

/** One of a few: native radios, so arrow keys move and choose. */
export const ChoiceCards = <Value extends string>({ choices, value, onChange, ...field }: ChoiceCardsProps<Value>) => (
  <Group {...field} role="radiogroup">
    {choices.map((choice, at) => (
      <CardInput
        key={choice.value}
        type="radio"
        id={`${field.id}-${at}`}
        name={field.id}
        choice={choice}
        checked={choice.value === value}
        onChange={() => onChange(choice.value)}
      />
    ))}
  </Group>
);

export interface CheckboxProps {
  id: string;
  label: string;
  hint?: string;
  error?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export const Checkbox = ({ id, label, hint, error, checked, onChange }: CheckboxProps) => (
  <div class={classes('utrecht-form-field', error !== undefined && 'utrecht-form-field--invalid')}>
    <Explanation id={id} label={label} error={error} />
    <CardInput
      type="checkbox"
      id={id}
      name={id}
      choice={{ value: 'yes', label, hint }}
      checked={checked}
      onChange={onChange}
      invalid={error !== undefined}
    />
  </div>
);

export interface CheckboxGroupProps<Value extends string> extends FieldProps {
  choices: readonly Choice<Value>[];
  values: readonly Value[];
  onChange: (values: Value[]) => void;
}

/** Some of a few; `values` comes back in the order of the choices. */
export const CheckboxGroup = <Value extends string>(props: CheckboxGroupProps<Value>) => {
  const { choices, values, onChange, ...field } = props;
  const change = (changed: Value, checked: boolean): void =>
    onChange(
      choices.map(({ value }) => value).filter((value) => (value === changed ? checked : values.includes(value))),
    );
  return (
    <Group {...field}>
      {choices.map((choice, at) => (
        <CardInput
          key={choice.value}
          type="checkbox"
          id={`${field.id}-${at}`}
          name={field.id}
          choice={choice}
          checked={values.includes(choice.value)}
          onChange={(checked) => change(choice.value, checked)}
        />
      ))}
    </Group>
  );
};
