import * as vscode from 'vscode'

/** A table of facts under a heading; what is unknown or empty is left out. */
export function factsTooltip(
	heading: string,
	facts: readonly (readonly [name: string, value: string | undefined])[],
): vscode.MarkdownString {
	const tooltip = new vscode.MarkdownString('', true)
	tooltip.appendMarkdown('**').appendText(heading).appendMarkdown('**\n\n|  |  |\n|:--|:--|\n')
	for (const [name, value] of facts) {
		if (value) tooltip.appendMarkdown(`| ${escape(name)} | ${escape(value)} |\n`)
	}
	return tooltip
}

// A cell of a Markdown table is one line, and a bar ends it.
function escape(text: string): string {
	return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~$]/g, String.raw`\$&`).replaceAll(/\s*\n\s*/g, ' ')
}
