import { TextDocuments } from './textDocuments.ts'

/** JSON documents of what the engine says about one thing. */
export class InspectDocuments extends TextDocuments {
	constructor() {
		super('docker-inspect')
	}

	/** @param kind `volume`, `network`, `image` or `container`; the first part of the path. */
	async show(kind: string, name: string, content: unknown): Promise<void> {
		const path = `/${kind}/${name.replaceAll(/[/:@]/g, '_')}.json`
		await this.open(path, `${JSON.stringify(content, undefined, 2)}\n`)
	}
}
