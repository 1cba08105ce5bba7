export {
  displayFormula,
  escapeHtml,
  figure,
  formula,
  page,
  picture,
  quantity,
  type Section,
  table,
} from './page.js';
