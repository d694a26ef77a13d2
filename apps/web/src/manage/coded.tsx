import { Foreign } from '../design';

/** A name with its code below it: what the command line and a delivery call it. */
export const Coded = ({ name, code }: { name: string; code: string }) => (
  <>
    <Foreign text={name} />
    <div class="rv-small manage-code">{code}</div>
  </>
);
