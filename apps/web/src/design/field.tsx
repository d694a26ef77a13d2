import type { ComponentChildren } from 'preact';
import { Icon } from './icon';
import { classes } from './plain';

/** What every field has. `id` is also where the error summary leads. */
export interface FieldProps {
  id: string;
  label: string;
  hint?: ComponentChildren;
  error?: string;
}

const hintOf = (id: string): string => `${id}-hint`;
const errorOf = (id: string): string => `${id}-error`;
const noteOf = (id: string): string => `${id}-note`;

/** The ids of what explains a field, for `aria-describedby`; undefined when nothing does. */
export const describedBy = ({ id, hint, error }: FieldProps, note = false): string | undefined =>
  [hint !== undefined && hintOf(id), error !== undefined && errorOf(id), note && noteOf(id)]
    .filter(Boolean)
    .join(' ') || undefined;

/** Hint and error, in that order, for a field or a group. */
export const Explanation = ({ id, hint, error }: FieldProps) => (
  <>
    {hint !== undefined && (
      <div id={hintOf(id)} class="utrecht-form-field-description">
        {hint}
      </div>
    )}
    {error !== undefined && (
      <div id={errorOf(id)} class="utrecht-form-field-error-message">
        <Icon name="warning" /> {error}
      </div>
    )}
  </>
);

/** Label, hint, error and the control itself. */
export const Field = ({ children, look, ...field }: FieldProps & { children: ComponentChildren; look?: string }) => (
  <div class={classes('utrecht-form-field', field.error !== undefined && 'utrecht-form-field--invalid', look)}>
    <label class="utrecht-form-label" for={field.id}>
      {field.label}
    </label>
    <Explanation {...field} />
    {children}
  </div>
);

// What is typed here may be a number that names somebody: no browser keeps it, checks its spelling elsewhere or offers it.
const PRIVATE = { autocomplete: 'off', autocorrect: 'off', autocapitalize: 'off', spellcheck: false } as const;

export interface TextFieldProps extends FieldProps {
  value: string;
  onInput: (value: string) => void;
  onBlur?: () => void;
  onPaste?: (event: ClipboardEvent) => void;
  name?: string;
  inputMode?: 'text' | 'numeric' | 'tel' | 'email' | 'search';
  type?: 'text' | 'tel' | 'email' | 'search';
  /** Set it only for the user's own particulars. */
  autocomplete?: string;
  /** `digits` spaces numbers out; `large` is for the one field a screen is about. */
  look?: 'digits' | 'large';
  /** Lines of a text area; import `fields.css`. */
  lines?: number;
  /** What was understood of the input so far. Read aloud when it changes and `announce` is set. */
  note?: ComponentChildren;
  announce?: boolean;
  required?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { id, value, onInput, onBlur, onPaste, name = id, inputMode, type = 'text', look, lines, note } = props;
  const invalid = props.error !== undefined;
  const common = {
    ...PRIVATE,
    ...(props.autocomplete === undefined ? {} : { autocomplete: props.autocomplete }),
    id,
    name,
    value,
    inputMode,
    onBlur,
    onPaste,
    'aria-required': props.required,
    'aria-invalid': invalid || undefined,
    'aria-describedby': describedBy(props, note !== undefined),
  };
  return (
    <Field {...props} look={look === 'large' ? 'rv-field--large' : undefined}>
      {lines === undefined ? (
        <input
          {...common}
          type={type as 'text'}
          class={classes(
            'utrecht-textbox utrecht-textbox--html-input',
            look === 'digits' && 'utrecht-textbox--numeric rv-digits',
          )}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      ) : (
        <textarea
          {...common}
          rows={lines}
          class="utrecht-textarea utrecht-textarea--html-textarea"
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
      {note !== undefined && (
        <div id={noteOf(id)} class="rv-small" aria-live={props.announce === true ? 'polite' : undefined}>
          {note}
        </div>
      )}
    </Field>
  );
}
