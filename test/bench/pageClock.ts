import type { Workbench } from '../e2e/workbench.ts'

// Runs in the page (an expression's promise would be waited for, hence `undefined` at the end), whose globals the project's types don't know: hence as text.
const lines = `
	(view) => [...document.querySelectorAll('.sidebar .pane')]
		.find((pane) => pane.querySelector('.pane-header')?.getAttribute('aria-label')?.startsWith(view))
		?.querySelector('.monaco-list-rows')`

/** Height of a line in a tree; px. */
const lineHeight = 22

/**
 * Opens the extension's views by a click on their icon.
 *
 * @returns From the press of the button until the frame in which so many lines stand in the view of volumes; ms.
 */
export async function timeOpening({ page }: Workbench, count: number): Promise<number> {
	await page.evaluate(`
		globalThis.opening = new Promise((resolve) => {
			addEventListener('mousedown', () => {
				const pressed = performance.now()
				const look = () => {
					const rows = (${lines})('Volumes')
					const shown = rows && rows.childElementCount > 0 && rows.clientHeight >= ${count * lineHeight}
					if (shown) resolve(performance.now() - pressed)
					else requestAnimationFrame(look)
				}
				look()
			}, { capture: true, once: true })
		}), undefined`)
	await page.locator('.activitybar [aria-label^="Longshore"]').first().click()
	return page.evaluate<number>('opening')
}

/**
 * Waits for a line that begins with a text, while something is done.
 *
 * @returns From the start of the work until the line stands in the view; ms.
 */
export async function timeAppearing(
	{ page }: Workbench,
	{ view, text }: { readonly view: string; readonly text: string },
	work: () => Promise<unknown>,
): Promise<number> {
	await page.evaluate(`
		globalThis.appearing = new Promise((resolve) => {
			const there = () => [...(${lines})(${JSON.stringify(view)})?.children ?? []]
				.some((line) => line.textContent.startsWith(${JSON.stringify(text)}))
			const observer = new MutationObserver(() => {
				if (!there()) return
				observer.disconnect()
				resolve(performance.timeOrigin + performance.now())
			})
			observer.observe(document.body, { childList: true, subtree: true, characterData: true })
		}), undefined`)
	const started = performance.timeOrigin + performance.now()
	await work()
	return (await page.evaluate<number>('appearing')) - started
}
