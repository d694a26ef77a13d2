import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon';

export type Kind = 'info' | 'success' | 'attention' | 'danger';

const KINDS: Record<Kind, [look: string, icon: IconName]> = {
  info: ['utrecht-alert--info', 'info'],
  success: ['utrecht-alert--ok', 'check'],
  attention: ['utrecht-alert--warning', 'warning'],
  danger: ['utrecht-alert--error', 'stop'],
};

interface BoxProps {
  kind: Kind;
  children: ComponentChildren;
}

const Inside = ({ kind, children }: BoxProps) => (
  <>
    <div class="utrecht-alert__icon">
      <Icon name={KINDS[kind][1]} />
    </div>
    <div class="utrecht-alert__message">{children}</div>
  </>
);

export interface NoticeProps extends BoxProps {
  title?: string;
  /** It appeared by what just happened, so it is read aloud: danger at once, the others when there is a pause. */
  live?: boolean;
}

export const Notice = ({ kind, title, live, children }: NoticeProps) => (
  <div
    class={`utrecht-alert ${KINDS[kind][0]}`}
    role={live !== true ? undefined : kind === 'danger' ? 'alert' : 'status'}
  >
    <Inside kind={kind}>
      {title !== undefined && <strong>{title}</strong>}
      {children}
    </Inside>
  </div>
);

export interface FieldError {
  fieldId: string;
  text: string;
}

/** Moves to a field, or to the chosen or first control of a group, with its label in sight; the URL stays as it is. */
export function focusField(fieldId: string): void {
  const found = document.getElementById(fieldId);
  const inner = found?.matches('fieldset') === true;
  const control = inner
    ? (found?.querySelector<HTMLElement>(':checked') ?? found?.querySelector<HTMLElement>('input, select, textarea'))
    : found;
  (found?.closest('.utrecht-form-field') ?? found)?.scrollIntoView({ block: 'start' });
  control?.focus({ preventScroll: true });
}

export interface ErrorSummaryProps {
  title: string;
  errors: readonly FieldError[];
  /** Count of attempts: with each, the focus comes here again. */
  attempt?: number;
}

/** What is wrong with the form, above it. Takes the focus when it appears; nothing without errors. */
export function ErrorSummary({ title, errors, attempt }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const any = errors.length > 0;
  useLayoutEffect(() => {
    if (any) box.current?.focus();
  }, [any, attempt]);
  if (!any) return null;
  return (
    <div class="utrecht-alert utrecht-alert--error" role="group" aria-label={title} tabIndex={-1} ref={box}>
      <Inside kind="danger">
        <h2 class="utrecht-heading-3">{title}</h2>
        <ul class="rv-list">
          {errors.map(({ fieldId, text }) => (
            <li key={fieldId}>
              <a
                class="utrecht-link utrecht-link--html-a"
                href={`#${fieldId}`}
                onClick={(event) => {
                  event.preventDefault();
                  focusField(fieldId);
                }}
              >
                {text}
              </a>
            </li>
          ))}
        </ul>
      </Inside>
    </div>
  );
}
