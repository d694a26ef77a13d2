import { ChoiceCards, Notice } from '../design';
import { useText } from '../shell/texts';

const REASONS = ['life-in-danger', 'child-in-danger', 'violence-now', 'fire-or-collapse'] as const;

/** Whether somebody is in danger now: that opens more, and is judged afterwards. */
export function EmergencyChoice({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  const t = useText('ask');
  return (
    <>
      <ChoiceCards
        id="emergency"
        label={t.emergency}
        value={value}
        choices={[
          { value: '', label: t.noEmergency },
          ...REASONS.map((reason) => ({ value: reason, label: t.emergencyReasons[reason] })),
        ]}
        onChange={onChange}
      />
      {value !== '' && (
        <Notice kind="attention" title={t.emergencyTitle} live>
          {t.emergencyNote}
        </Notice>
      )}
    </>
  );
}
