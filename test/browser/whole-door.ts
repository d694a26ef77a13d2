// Everything of the door, so that nothing is left out as unused: what a page can take at most.
import * as door from '#client/browser';

Object.assign(globalThis, { door });
