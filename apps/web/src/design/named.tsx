/** A short word on a button of a row; who hears it hears what it is about as well. */
export const Named = ({ short, whole }: { short: string; whole: string }) => (
  <>
    <span aria-hidden="true">{short}</span>
    <span class="rv-hidden">{whole}</span>
  </>
);
