import { useState } from 'preact/hooks';
import { Button } from './button';

export interface CopyButtonProps {
  /** What goes to the clipboard. Never an identifier: other programs read it there. */
  text: string;
  label: string;
  done: string;
  failed: string;
}

export function CopyButton({ text, label, done, failed }: CopyButtonProps) {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(done);
    } catch {
      setSaid(failed);
    }
  };
  return (
    <span class="rv-row no-print">
      <Button compact icon="copy" onClick={() => void copy()}>
        {label}
      </Button>
      <span role="status">{said}</span>
    </span>
  );
}
