const COMMANDS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
  '–': '--',
  '±': '$\\pm$',
  '×': '$\\times$',
  '†': '$^{\\dagger}$',
  '‡': '$^{\\ddagger}$',
  ρ: '$\\rho$',
  τ: '$\\tau$',
  '\ufffd': '?',
};

/** Text as LaTeX prints it; a minus before a number becomes a real one. A cell never opens with a bracket, which `\\` would take for its argument. */
export function latexText(text: string): string {
  return text
    .replace(/[\\~^<>|"–±×†‡ρτ\ufffd#$%&_{}]/g, (char) => COMMANDS[char] ?? `\\${char}`)
    .replace(/(^|[[ ])-(?=\.?\d)/g, '$1$-$')
    .replace(/^\[/, '{[}');
}
