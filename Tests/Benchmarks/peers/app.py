"""The comfortable peer: FastAPI on uvicorn, parsing the same body and answering the same."""

from fastapi import FastAPI, Request

app = FastAPI()


@app.post("/endpoints/bench")
async def answer(request: Request):
    claims = await request.json()
    assert isinstance(claims["email"], str)
    return {"version": "1.0.0", "action": "Continue"}
