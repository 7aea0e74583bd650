import * as vscode from 'vscode'

/** What is known of a thing; and what that means, if it isn't plain. */
type Fact = readonly [name: string, value: string | undefined, meaning?: string | undefined]

/** A table of facts under a heading; what is unknown or empty is left out. Meanings stand below their facts. */
export function factsTooltip(heading: string, facts: readonly Fact[]): vscode.MarkdownString {
	const tooltip = new vscode.MarkdownString('', true)
	tooltip.appendMarkdown('**').appendText(heading).appendMarkdown('**\n\n|  |  |\n|:--|:--|\n')
	for (const [name, value, meaning] of facts) {
		if (!value) continue
		tooltip.appendMarkdown(`| ${escape(name)} | ${escape(value)} |\n`)
		if (meaning) tooltip.appendMarkdown(`|  | *${escape(meaning)}* |\n`)
	}
	return tooltip
}

// A cell of a Markdown table is one line, and a bar ends it.
function escape(text: string): string {
	return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~$]/g, String.raw`\$&`).replaceAll(/\s*\n\s*/g, ' ')
}
