import { WITHOUT_USE } from '../shell/forgetting';

/** A list is checked and planned beside the sheet that it comes from: in the background it stays as long as in sight. */
export const BESIDE_OTHERS = { inBackground: WITHOUT_USE };
