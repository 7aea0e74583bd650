import { TextDocuments } from '../ui/textDocuments.ts'

/** Files of containers as they were when they were opened. */
export class ContainerFiles extends TextDocuments {
	constructor() {
		super('docker-container')
	}

	async show(containerName: string, path: string, text: string): Promise<void> {
		await this.open(`/${containerName}${path}`, text)
	}
}
