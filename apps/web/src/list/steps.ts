/** The steps after the form, in one piece. */
import '../design/table.css';
import './list.css';

export { AnswerStep } from './answer-step';
export { CheckStep } from './check-step';
