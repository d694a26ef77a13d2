import { type FieldProps, Field, describedBy } from './field';
import { classes } from './plain';

export interface SelectFieldProps<Value extends string> extends FieldProps {
  value: Value | '';
  onChange: (value: Value) => void;
  choices: readonly { value: Value; label: string }[];
  /** The first line while nothing is chosen. */
  none?: string;
}

const state = (field: FieldProps) => ({
  id: field.id,
  name: field.id,
  'aria-invalid': field.error !== undefined || undefined,
  'aria-describedby': describedBy(field),
});

/** One of many. For up to six choices ChoiceCards are quicker. Needs `fields.css`. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { value, onChange, choices, none } = props;
  return (
    <Field {...props}>
      <select
        {...state(props)}
        class={classes(
          'utrecht-select utrecht-select--html-select',
          props.error !== undefined && 'utrecht-select--invalid',
        )}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {none !== undefined && (
          <option value="" disabled>
            {none}
          </option>
        )}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export interface DateFieldProps extends FieldProps {
  /** As `2026-11-23`, or '' while there is none. */
  value: string;
  onInput: (value: string) => void;
  min?: string;
  max?: string;
  type?: 'date' | 'time' | 'datetime-local';
}

/** The browser's own date picker. Needs `fields.css`. */
export function DateField(props: DateFieldProps) {
  const { value, onInput, min, max, type = 'date' } = props;
  return (
    <Field {...props}>
      <input
        {...state(props)}
        type={type}
        class="utrecht-textbox utrecht-textbox--html-input rv-date"
        value={value}
        min={min}
        max={max}
        autocomplete="off"
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  );
}

export interface FileFieldProps extends FieldProps {
  onFiles: (files: File[]) => void;
  /** As for `<input accept>`: `.csv,text/csv`. */
  accept?: string;
  multiple?: boolean;
}

/** Needs `fields.css`. The file stays in the browser: what is done with it is the screen's affair. */
export function FileField(props: FileFieldProps) {
  const { onFiles, accept, multiple } = props;
  return (
    <Field {...props}>
      <input
        {...state(props)}
        type="file"
        class="rv-file"
        accept={accept}
        multiple={multiple}
        onChange={(event) => onFiles([...(event.currentTarget.files ?? [])])}
      />
    </Field>
  );
}
