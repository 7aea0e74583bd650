/**
 * The code of an extension that does nothing but show so many lines, which it makes of what it has: like those of
 * volumes that nothing uses. What it takes to show them is VS Code's own part of the time.
 */
export function readyMadeCode(count: number): string {
	return `
		import * as vscode from 'vscode'

		const icon = new vscode.ThemeIcon('database', new vscode.ThemeColor('disabledForeground'))

		function lineOf(index) {
			const name = 'volume' + String(index).padStart(5, '0')
			const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed)
			item.id = name
			item.description = 'not in use · 10:30 AM'
			item.iconPath = icon
			item.contextValue = 'volume removable editable'
			item.accessibilityInformation = { label: 'Volume ' + name + ', ' + item.description }
			return item
		}

		function provider(count) {
			const lines = Array.from({ length: count }, (_, index) => lineOf(index))
			return { getChildren: (line) => (line ? [] : lines), getTreeItem: (line) => line }
		}

		export function activate() {
			for (const view of ['networks', 'containers', 'images', 'registries']) {
				vscode.window.createTreeView('longshore.' + view, { treeDataProvider: provider(0) })
			}
			vscode.window.createTreeView('longshore.volumes', { treeDataProvider: provider(${count}), showCollapseAll: true })
		}
	`
}
