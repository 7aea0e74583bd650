import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { silent } from './parts.ts'
import { Tree } from '../../src/ui/tree.ts'

interface Line {
	readonly id: string
}

/** Lines that say how often they were made. */
class Lines extends Tree<Line> {
	ids = ['a', 'b']
	made = 0
	asked = 0

	constructor() {
		super('longshore.volumes.test', silent)
	}

	protected override async roots(): Promise<readonly Line[]> {
		this.asked += 1
		return this.ids.map((id) => ({ id }))
	}

	protected override childrenOf(): readonly Line[] {
		return []
	}

	protected override itemOf(line: Line): vscode.TreeItem {
		this.made += 1
		return new vscode.TreeItem(`${line.id} ${this.made}`)
	}

	protected override parentOf(): undefined {
		return undefined
	}

	protected override tooltipOf(): undefined {
		return undefined
	}

	comeIntoSight(): Promise<void> {
		return this.prepare()
	}

	drawAgain(id: string): void {
		this.changed([id])
	}

	listAgain(): void {
		this.restructured()
	}

	async labels(): Promise<readonly unknown[]> {
		return (await this.getChildren()).map((line) => this.getTreeItem(line).label)
	}
}

describe('Tree', () => {
	let lines: Lines
	beforeEach(async () => {
		lines = new Lines()
		await lines.comeIntoSight()
	})
	afterEach(() => lines.dispose())

	it('gives what was made ahead, once', async () => {
		assert.deepEqual(await lines.labels(), ['a 1', 'b 2'])
		assert.equal(lines.asked, 1)
		assert.deepEqual(await lines.labels(), ['a 3', 'b 4'])
		assert.equal(lines.asked, 2)
	})

	it('makes anew the line of what changed meanwhile', async () => {
		lines.drawAgain('a')
		assert.deepEqual(await lines.labels(), ['a 3', 'b 2'])
	})

	it('makes all anew when lines came or went meanwhile', async () => {
		lines.ids = ['b', 'c']
		lines.listAgain()
		assert.deepEqual(await lines.labels(), ['b 3', 'c 4'])
	})
})
